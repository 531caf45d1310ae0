import { isDeepStrictEqual } from 'node:util';
import type { Clock } from './clock.js';
import type { MessageContent, MessageNotes } from './content.js';
import type { Deliveries } from './deliveries.js';
import type { Directory } from './directory.js';
import { WorldError } from './errors.js';
import type { EventLog } from './event-log.js';
import type { Groups } from './groups.js';
import {
  PHONE,
  accountOf,
  deviceId,
  chatOf,
  STATUS_CHAT,
  isGroupChat,
  isSharedChat,
  keyText,
  type Addressing,
  type DeviceId,
  type MessageKey,
  type PhoneNumber,
  type Target,
} from './ids.js';
import type { Message } from './model.js';
import type { Random } from './random.js';
import type { Screens } from './screens.js';

interface Outgoing {
  from: DeviceId;
  to: Target;
  addressing: Addressing;
}

/** What a linked device hands in: it has sealed a copy for each device it knows. */
export interface Submission extends Outgoing {
  id: string;
  copies: { device: DeviceId; envelope: unknown }[];
}

/** A message whose content is known. */
export interface Posting extends Outgoing {
  content: MessageContent;
  notes?: MessageNotes | undefined;
  id?: string;
  /** Of a status: who sees it besides its author; absent: everybody whom the author knows. */
  audience?: PhoneNumber[] | undefined;
}

export type SubmissionResult = { accepted: true; key: MessageKey } | { accepted: false; error: string };

/** The messages of the world and the rules of who gets them. A message enters once, by (chat, sender, id). */
export class Messages {
  readonly #messages = new Map<string, Message>();
  readonly #frames = new Map<string, number>();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly directory: Directory,
    private readonly groups: Groups,
    private readonly deliveries: Deliveries,
    private readonly screens: Screens,
  ) {}

  find(key: MessageKey): Message | undefined {
    return this.#messages.get(keyText(key));
  }

  /**
   * A client's message frame. Repeated frames are routed again, as the service does, but the message stays one.
   * Copies for phones are returned to the door, which has the keys to open them.
   * @param refusal error code a fault rule demands instead of acceptance
   */
  submit(submission: Submission, refusal?: string): SubmissionResult {
    const { from, to, id } = submission;
    const key = this.key(accountOf(from), to, id);
    const error = refusal ?? this.#refusal(key, to);
    const frame = (this.#frames.get(keyText(key)) ?? 0) + 1;
    this.#frames.set(keyText(key), frame);
    this.log.append('message.submitted', { device: from, key, frame, ...(error === undefined ? {} : { error }) });
    if (error !== undefined) return { accepted: false, error };
    this.#enter(key, submission);
    for (const { device, envelope } of submission.copies) {
      if (device === from || !this.#concerns(key.sender, to, device)) continue;
      if (this.directory.device(device)?.kind === 'noise')
        this.deliveries.enqueue(device, { kind: 'message', key, envelope });
    }
    return { accepted: true, key };
  }

  #refusal(key: MessageKey, to: Target): string | undefined {
    if (isGroupChat(to)) return this.groups.refusal(key.sender, to);
    if (to === STATUS_CHAT) return undefined;
    if (!this.directory.find(to)) return '404';
    const limited =
      this.directory.get(key.sender).newChatsRefused && this.screens.view(key.sender, key.chat).length === 0;
    return limited ? '463' : undefined;
  }

  /** A copy is for those who are in the conversation only, whatever else a client lists. */
  #concerns(sender: PhoneNumber, to: Target, device: DeviceId): boolean {
    const account = accountOf(device);
    if (isGroupChat(to)) return this.groups.find(to)?.members[account] !== undefined;
    if (to === STATUS_CHAT) return this.#mayReach(sender, device);
    return (account === sender || account === to) && this.#mayReach(sender, device);
  }

  /** Whether a copy from `sender` is let through to the device: someone who blocked the sender gets nothing. */
  #mayReach(sender: PhoneNumber, device: DeviceId): boolean {
    return !this.directory.find(accountOf(device))?.blocked.includes(sender);
  }

  /** A message whose content is known: written on a phone, or in a door without ciphertext. */
  post(outgoing: Posting): Message {
    const sender = accountOf(outgoing.from);
    const refusal = isGroupChat(outgoing.to) ? this.groups.refusal(sender, outgoing.to) : undefined;
    if (refusal !== undefined) throw new WorldError('forbidden', `${sender} cannot write to ${outgoing.to}`);
    if (!isSharedChat(outgoing.to)) this.directory.get(outgoing.to);
    const key = this.key(sender, outgoing.to, outgoing.id ?? this.#nextId(sender));
    const message = this.#enter(key, outgoing);
    if (!message.content) {
      message.content = outgoing.content;
      message.notes = this.#withSecret(key, outgoing.content, outgoing.notes ?? {});
    }
    this.#spread(message, outgoing.audience);
    return message;
  }

  /** The phone hands the same message in once more, under the same id; it is sealed anew. */
  repeat(key: MessageKey): void {
    const message = this.find(key);
    if (!message?.content) throw new WorldError('not_found', `no message ${key.id} that can be repeated`);
    this.#spread(message);
  }

  #spread({ key, from, to }: Message, audience?: PhoneNumber[]): void {
    for (const id of this.#audience(key.sender, to, audience)) {
      const device = this.directory.device(id);
      if (device?.kind === 'phone') this.reachPhone(device.account, key);
      else if (id !== from) this.deliveries.enqueue(id, { kind: 'message', key });
    }
  }

  /** Every device that is let have the message. Blocking somebody does not keep group messages away. */
  #audience(sender: PhoneNumber, to: Target, chosen?: PhoneNumber[]): DeviceId[] {
    if (isGroupChat(to)) return this.groups.devices(to);
    const viewers = chosen ? [...new Set([sender, ...chosen])] : this.#acquaintances(sender);
    const accounts = to === STATUS_CHAT ? viewers : [...new Set([sender, to])];
    const devices = accounts.flatMap((account) => this.directory.devicesOf(account).map(({ id }) => id));
    return devices.filter((id) => this.#mayReach(sender, id));
  }

  /** Those with whom the account has a chat, and itself: they see its statuses. */
  #acquaintances(number: PhoneNumber): PhoneNumber[] {
    const all = this.directory.accounts().map((account) => account.number);
    return all.filter((other) => other === number || this.screens.met(other, number));
  }

  /** A phone opened its sealed copy. */
  opened(account: PhoneNumber, key: MessageKey, content: MessageContent, notes: MessageNotes = {}): void {
    const message = this.find(key);
    if (!message || !this.#concerns(key.sender, message.to, deviceId(account, PHONE))) return;
    const differs = message.content && !isDeepStrictEqual(message.content, content);
    if (!message.content) {
      message.content = content;
      message.notes = notes;
      this.log.append('message.opened', { key, content });
    }
    this.reachPhone(account, key);
    if (differs) this.screens.differs(account, key);
    // A browser has no keys of its own: it gets what its account's phone could open.
    for (const device of this.directory.devicesOf(account))
      if (device.kind === 'web') this.deliveries.enqueue(device.id, { kind: 'message', key });
  }

  /** A message of the past on one phone only: it was delivered long ago, and is told to nobody. */
  remember(account: PhoneNumber, message: Message): void {
    this.#messages.set(keyText(message.key), message);
    this.screens.remember(account, message.key);
  }

  key(sender: PhoneNumber, to: Target, id: string): MessageKey {
    return { chat: chatOf(sender, to), sender, id };
  }

  reachPhone(account: PhoneNumber, key: MessageKey): void {
    this.deliveries.reachPhone(deviceId(account, PHONE), key);
    this.screens.show(account, key);
  }

  snapshot(): MessagesState {
    return { messages: [...this.#messages.values()], frames: [...this.#frames] };
  }

  restore(state: MessagesState): void {
    for (const message of state.messages) this.#messages.set(keyText(message.key), message);
    for (const [key, count] of state.frames) this.#frames.set(key, count);
  }

  #enter(key: MessageKey, { from, to, addressing }: Outgoing): Message {
    const known = this.find(key);
    if (known) return known;
    const message: Message = { key, from, to, addressing, at: this.clock.now() };
    this.#messages.set(keyText(key), message);
    this.log.append('message.posted', { key, from, addressing });
    return message;
  }

  /** What others answer to, by their votes for example, carries the key to the answers. */
  #withSecret({ chat, sender, id }: MessageKey, { kind }: MessageContent, notes: MessageNotes): MessageNotes {
    if (kind !== 'poll' && kind !== 'event') return notes;
    return { secret: this.random.for('secret', chat, sender, id).hex(64), ...notes };
  }

  /** 32 upper-case hexadecimal digits, the form of an Android phone's ids. */
  #nextId(sender: PhoneNumber): string {
    const account = this.directory.get(sender);
    return `AC${this.random.for('message', sender, account.written++).hex(30)}`;
  }
}

export interface MessagesState {
  messages: Message[];
  frames: [string, number][];
}
