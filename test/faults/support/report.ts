import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the table. */
export interface FaultRow {
  fault: string;
  /** How often it struck: kills, cuts, refused writes. */
  strikes: number;
  messages: number;
  lost: number;
  duplicated: number;
  /** Repeated to a consumer after a kill because they were in flight, under the same event id; where there is a consumer. */
  repeated?: number | undefined;
  /** Identities that were made anew though there was one. */
  identities: number;
  seconds: number;
}

/** Leaves a line for the table that is printed when all have run. */
export function report(row: FaultRow): void {
  const folder = process.env.FAULT_REPORTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${row.fault.replaceAll(/\W+/g, '-')}.json`), JSON.stringify(row));
}

/** Seconds since `since`, a value of `performance.now()`, to one place. */
export const secondsSince = (since: number): number => Math.round((performance.now() - since) / 100) / 10;
