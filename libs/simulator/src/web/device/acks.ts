import type { Groups } from '../../world/groups.js';
import type { EventLog } from '../../world/event-log.js';
import { accountOf, isGroupChat, keyText, type MessageKey, type PhoneNumber } from '../../world/ids.js';
import type { Messages } from '../../world/messages.js';
import type { Message, Receipt, ReceiptType } from '../../world/model.js';

export const ON_SERVER = 1;
const LEVELS: Partial<Record<ReceiptType, number>> = { delivered: 2, read: 3, played: 4 };

export interface PersonAck {
  number: PhoneNumber;
  ack: number;
  /** World milliseconds at which the person reached each level. */
  at: Record<number, number>;
}

export type AckState = [key: string, people: PersonAck[]][];

/** How far each message came with each of its readers; a level is never taken back. */
export class AckBook {
  readonly #byMessage = new Map<string, Map<PhoneNumber, PersonAck>>();

  constructor(
    log: EventLog,
    private readonly messages: Messages,
    private readonly groups: Groups,
  ) {
    log.on('receipt.posted', ({ receipt }) => {
      const ack = LEVELS[receipt.type];
      if (ack !== undefined) for (const id of receipt.ids) this.#note(this.keyOf(receipt, id), receipt, ack);
    });
  }

  /** The message that a receipt of a reader is about. */
  keyOf(receipt: Receipt, id: string): MessageKey {
    return this.messages.key(receipt.to, receipt.chat ?? accountOf(receipt.by), id);
  }

  /** What the sender sees: in a group, what the last of its members reached. */
  levelOf({ key, to }: Message): number {
    const readers = isGroupChat(to)
      ? Object.keys(this.groups.find(to)?.members ?? {}).filter((number) => number !== key.sender)
      : [to];
    const people = this.#byMessage.get(keyText(key));
    const levels = readers.map((number) => people?.get(number)?.ack ?? ON_SERVER);
    return levels.length === 0 ? ON_SERVER : Math.min(...levels);
  }

  of(key: MessageKey): PersonAck[] {
    return [...(this.#byMessage.get(keyText(key))?.values() ?? [])];
  }

  snapshot(): AckState {
    return [...this.#byMessage].map(([key, people]) => [key, [...people.values()]]);
  }

  restore(state: AckState): void {
    for (const [key, people] of state)
      this.#byMessage.set(key, new Map(people.map((person) => [person.number, person])));
  }

  #note(key: MessageKey, { by, at }: Receipt, ack: number): void {
    let people = this.#byMessage.get(keyText(key));
    if (!people) this.#byMessage.set(keyText(key), (people = new Map()));
    const number = accountOf(by);
    const person = people.get(number) ?? { number, ack: 0, at: {} };
    person.at[ack] ??= at;
    people.set(number, { ...person, ack: Math.max(person.ack, ack) });
  }
}
