import type { Call, CallEnd, CallNotice } from './call-model.js';
import type { Clock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Directory } from './directory.js';
import { WorldError } from './errors.js';
import type { EventLog } from './event-log.js';
import type { Groups } from './groups.js';
import { PHONE, accountOf, deviceId, isGroupChat, type DeviceId, type PhoneNumber, type Target } from './ids.js';
import type { Random } from './random.js';
import type { Timer } from './timers.js';

/** How long a phone rings. */
const RINGING_MS = 45_000;

/** Calls while they ring: nobody here ever talks. A restart forgets them. */
export class Calls {
  readonly #ringing = new Map<string, { call: Call; timer: Timer }>();
  #made = 0;

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly directory: Directory,
    private readonly groups: Groups,
    private readonly deliveries: Deliveries,
  ) {}

  /** Rings at every linked device of the called ones, unless they have blocked the caller. */
  offer(from: PhoneNumber, to: Target, video: boolean): Call {
    this.directory.get(from);
    if (isGroupChat(to)) this.groups.seenBy(from, to);
    else this.directory.get(to);
    const id = this.random.for('call', from, to, ++this.#made).hex(32);
    const call: Call = { id, from, to, video, at: this.clock.now() };
    const timer = this.clock.after(RINGING_MS, () => this.#end(call, 'timeout'));
    this.#ringing.set(id, { call, timer });
    this.log.append('call.offered', { call });
    this.#tell(call, 'offer');
    return call;
  }

  /** The caller gives up, or waited as long as one waits. @throws WorldError not_found, also when it rings no more */
  hangUp(id: string, why: 'cancelled' | 'timeout' = 'cancelled'): void {
    this.#end(this.#find(id), why);
  }

  /**
   * Somebody who is called takes it or declines; the other devices stop ringing. A group's call rings on for others.
   * @throws WorldError not_found for calls that do not ring there
   */
  answer(id: string, by: DeviceId, how: 'accepted' | 'rejected'): void {
    const call = this.#find(id);
    if (!this.#called(call).includes(accountOf(by))) throw new WorldError('not_found', `no call ${id} rings there`);
    if (!isGroupChat(call.to)) return this.#end(call, how, by);
    this.log.append('call.ended', { call, end: how, by: accountOf(by) });
    this.#tell(call, how, [accountOf(by)], by);
  }

  /** The phone of this account. */
  answerOnPhone(id: string, by: PhoneNumber, how: 'accepted' | 'rejected'): void {
    this.answer(id, deviceId(by, PHONE), how);
  }

  #find(id: string): Call {
    const found = this.#ringing.get(id);
    if (!found) throw new WorldError('not_found', `no call ${id} rings`);
    return found.call;
  }

  #end(call: Call, end: CallEnd, by?: DeviceId): void {
    this.#ringing.get(call.id)?.timer.cancel();
    this.#ringing.delete(call.id);
    this.log.append('call.ended', { call, end, ...(by === undefined ? {} : { by: accountOf(by) }) });
    this.#tell(call, end, this.#called(call), by);
  }

  #called({ from, to }: Call): PhoneNumber[] {
    const called = isGroupChat(to) ? Object.keys(this.groups.find(to)?.members ?? {}) : [to];
    return called.filter((number) => number !== from && !this.directory.get(number).blocked.includes(from));
  }

  #tell(call: Call, change: CallNotice['change'], who = this.#called(call), except?: DeviceId): void {
    const notice: CallNotice = { call, at: this.clock.now(), change };
    for (const number of who)
      for (const { id, kind } of this.directory.devicesOf(number))
        if (kind !== 'phone' && id !== except) this.deliveries.enqueue(id, { kind: 'call', notice });
  }
}
