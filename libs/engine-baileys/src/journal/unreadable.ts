import { fact, messageDedupe, type Fact, type Journal, type JournalRow } from '@columba/core';

/** Messages that were told as undecryptable and still wait for a readable copy. */
export class Unreadable {
  /** Rows by message id; loaded when first needed. */
  private rows: Map<string, Set<number>> | undefined;

  constructor(private readonly journal: Journal) {}

  add({ id, rid }: JournalRow): void {
    const rows = this.loaded();
    rows.set(id, (rows.get(id) ?? new Set()).add(rid));
  }

  /**
   * A message that was undecryptable before is recovered, not received.
   * @param opened messages that were opened now, also such as change another one
   * @returns the facts as they are to be told, and the rows of the copies that nobody needs any more.
   */
  close(facts: Fact[], opened: string[]): { facts: Fact[]; closes: number[] } {
    const told = facts.map((made) => {
      const message = 'message' in made.data ? made.data.message : undefined;
      const rows = message && this.loaded().get(message.key.id);
      if (!message || !rows) return made;
      const { occurredAt, late } = made;
      const base = { occurredAt, late, chat: message.key.chat };
      return fact('message.recovered', { message }, messageDedupe(message.key), base);
    });
    const ids = [...opened, ...facts.flatMap(({ data }) => ('message' in data ? [data.message.key.id] : []))];
    return { facts: told, closes: [...new Set(ids)].flatMap((id) => this.closed(id)) };
  }

  private closed(id: string): number[] {
    const rows = [...(this.loaded().get(id) ?? [])];
    this.loaded().delete(id);
    return rows;
  }

  private loaded(): Map<string, Set<number>> {
    if (this.rows) return this.rows;
    this.rows = new Map();
    // A message that was tried before and is still here could not be opened.
    for (const { id, rid, tag, attempts } of this.journal.pending())
      if (tag === 'message' && attempts > 0) this.rows.set(id, (this.rows.get(id) ?? new Set()).add(rid));
    return this.rows;
  }
}
