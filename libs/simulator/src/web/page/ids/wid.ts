/** An address: `{server, user, _serialized}`. There is one object per address, so that they compare by identity too. */
export class Wid {
  readonly server: string;
  readonly user: string;
  readonly _serialized: string;

  constructor(user: string, server: string) {
    this.server = server;
    this.user = user;
    this._serialized = `${user}@${server}`;
  }

  toString(): string {
    return this._serialized;
  }

  toJSON(): string {
    return this._serialized;
  }

  toJid(): string {
    return this._serialized.replace('@c.us', '@s.whatsapp.net');
  }

  isUser(): boolean {
    return this.server === 'c.us' || this.server === 'lid';
  }

  isLid(): boolean {
    return this.server === 'lid';
  }

  isGroup(): boolean {
    return this.server === 'g.us';
  }

  isStatus(): boolean {
    return this._serialized === 'status@broadcast';
  }

  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }

  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }

  isBot(): boolean {
    return this.server === 'bot';
  }

  isPSA(): boolean {
    return this._serialized === '0@c.us';
  }

  equals(other: { toString(): string } | undefined | null): boolean {
    return other?.toString() === this._serialized;
  }
}

export type WidLike = string | Wid | { _serialized?: string; user?: string; server?: string };

const known = new Map<string, Wid>();

/** @throws WidError when this is no address */
export function createWid(from: WidLike): Wid {
  if (from instanceof Wid) return from;
  const text = textOf(from).replace('@s.whatsapp.net', '@c.us');
  const wid = known.get(text);
  if (wid) return wid;
  const at = text.indexOf('@');
  if (at < 1) throw Object.assign(new Error(`wid error: invalid wid ${text}`), { name: 'WidError' });
  const made = new Wid(text.slice(0, at), text.slice(at + 1));
  known.set(text, made);
  return made;
}

function textOf(from: Exclude<WidLike, Wid>): string {
  if (typeof from === 'string') return from;
  return from._serialized ?? `${from.user ?? ''}@${from.server ?? ''}`;
}
