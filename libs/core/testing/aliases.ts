import type { DedupeKey, Jid, Person } from '../src/index.js';

/** Which phone address and hidden identity are one person, as learnt from the persons named in facts. */
export class Aliases {
  private readonly other = new Map<Jid, Jid>();

  /** Walks any value and remembers each person in it that carries both addresses. */
  learnFrom(value: unknown): void {
    if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return;
    if (isMapping(value)) this.learn(`${value.phone.slice(1)}@s.whatsapp.net` as Jid, value.lid);
    for (const inner of Object.values(value)) this.learnFrom(inner);
  }

  learn(phone: Jid, lid: Jid): void {
    this.other.set(phone, lid);
    this.other.set(lid, phone);
  }

  /** The address itself first, then the other one where it is known. */
  of(jid: Jid): Jid[] {
    const other = this.other.get(jid);
    return other ? [jid, other] : [jid];
  }

  /** Every spelling of a key, one per combination of the aliases in it. */
  spellings(key: DedupeKey): string[] {
    let spellings: string[][] = [[]];
    for (const part of key) {
      const choices = typeof part === 'string' ? [part] : this.of(part.person);
      spellings = spellings.flatMap((begun) => choices.map((choice) => [...begun, choice]));
    }
    return spellings.map((parts) => JSON.stringify(parts));
  }
}

function isMapping(value: object): value is Person & { phone: string; lid: Jid } {
  return 'phone' in value && typeof value.phone === 'string' && 'lid' in value && typeof value.lid === 'string';
}
