import type { Jid, KeyStore, MessageId } from '@columba/core';

const TYPE = 'status-audience';
const INDEX = 'all';
/** A status is gone after a day. */
const KEPT_MS = 48 * 3_600_000;

/** When which status was posted, by id. */
type Posted = Record<string, number>;

/** To whom each own status went: that it is gone is for the same people, whoever is known by then. */
export class AudienceBook {
  constructor(private readonly keys: KeyStore) {}

  find(id: MessageId): Jid[] | undefined {
    return this.read(id) as Jid[] | undefined;
  }

  /** The first audience of an id stays. */
  keep(id: MessageId, viewers: Jid[], at: Date): void {
    if (this.find(id)) return;
    const posted = Object.entries((this.read(INDEX) as Posted | undefined) ?? {});
    const oldest = at.getTime() - KEPT_MS;
    const current = Object.fromEntries([...posted.filter(([, ms]) => ms >= oldest), [id, at.getTime()]]);
    this.keys.set([
      ...posted.filter(([, ms]) => ms < oldest).map(([old]) => ({ type: TYPE, id: old, value: null })),
      { type: TYPE, id, value: written(viewers) },
      { type: TYPE, id: INDEX, value: written(current) },
    ]);
  }

  private read(id: string): unknown {
    const bytes = this.keys.get(TYPE, [id]).get(id);
    return bytes && JSON.parse(Buffer.from(bytes).toString());
  }
}

const written = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
