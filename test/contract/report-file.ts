import { afterAll } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractReport } from '@columba/core/contract';

/** Leaves the counts of one engine for the table that is printed when all have run. */
export function writeReport(engine: string, report: ContractReport): void {
  afterAll(() => {
    const folder = process.env.CONTRACT_REPORTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${engine}.json`), JSON.stringify({ engine, topics: report.table() }));
  });
}
