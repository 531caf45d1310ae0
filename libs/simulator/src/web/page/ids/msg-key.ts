import type { KeyFact } from '../../facts.js';
import { createWid, type Wid, type WidLike } from './wid.js';

export interface KeyParts {
  fromMe?: boolean;
  from?: WidLike;
  to?: WidLike;
  remote?: WidLike;
  id: string;
  participant?: WidLike | undefined;
  selfDir?: 'in' | 'out';
}

const HEX = '0123456789ABCDEF';

/** Name of the property with the key's text; pages after July 2026 call it differently. */
let textProperty = '_serialized';

export function nameKeyText(property: string): void {
  textProperty = property;
}

/** What names a message in the page: `<fromMe>_<chat>_<id>[_<participant>]`. */
export class MsgKey {
  readonly fromMe: boolean;
  readonly remote: Wid;
  readonly id: string;
  declare readonly participant?: Wid;

  constructor({ fromMe, from, to, remote, id, participant, selfDir }: KeyParts) {
    this.fromMe = fromMe ?? selfDir === 'out';
    const chat = remote ?? (this.fromMe ? to : from);
    if (chat === undefined) throw new Error('a message key needs a chat');
    this.remote = createWid(chat);
    this.id = id;
    if (participant) this.participant = createWid(participant);
    const parts = [this.fromMe, this.remote, id, ...(this.participant ? [this.participant] : [])];
    Object.assign(this, { [textProperty]: parts.join('_') });
  }

  toString(): string {
    return String((this as unknown as Record<string, unknown>)[textProperty]);
  }

  clone(): MsgKey {
    return new MsgKey(this);
  }

  equals(other: { toString(): string } | undefined | null): boolean {
    return other?.toString() === this.toString();
  }

  /** Ids of this page's own messages look like those of the web client. */
  static newId(): Promise<string> {
    return Promise.resolve(MsgKey.newId_DEPRECATED());
  }

  /** Edits get theirs by this one. */
  static newId_DEPRECATED(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    const digits = [...bytes].map((byte) => `${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`);
    return `3EB0${digits.join('')}`;
  }

  static fromString(text: string): MsgKey {
    const [fromMe, remote = '', id = '', participant] = text.split('_');
    return new MsgKey({ fromMe: fromMe === 'true', remote, id, participant });
  }

  static fromFact({ fromMe, remote, id, participant }: KeyFact): MsgKey {
    return new MsgKey({ fromMe, remote, id, participant });
  }

  toFact(): KeyFact {
    const { fromMe, remote, id, participant } = this;
    return {
      fromMe,
      remote: remote.toString(),
      id,
      ...(participant ? { participant: participant.toString() } : {}),
    };
  }
}
