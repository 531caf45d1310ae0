/** Counters of the door. Suites end by asserting that nothing unknown was asked. */
export class DoorStats {
  received = 0;
  sent = 0;
  connections = 0;
  readonly iqs: Record<string, number> = {};
  readonly unknownIqs: Record<string, number> = {};
  readonly unknownStanzas: Record<string, number> = {};
  /** Things that should not happen: undecodable frames, copies a phone could not open, handler failures. */
  readonly errors: string[] = [];

  count(table: 'iqs' | 'unknownIqs' | 'unknownStanzas', key: string): void {
    this[table][key] = (this[table][key] ?? 0) + 1;
  }

  error(where: string, error: unknown): void {
    this.errors.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
