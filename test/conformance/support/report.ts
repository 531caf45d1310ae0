import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Outcome = 'passed' | 'failed' | 'lacking';

/** How the cases of each route went on one engine; `npm run test:conformance` puts the columns side by side. */
export class ConformanceReport {
  private readonly routes = new Map<string, Record<Outcome, number>>();

  constructor(
    private readonly dialect: string,
    private readonly engine: string,
  ) {}

  count(route: string, outcome: Outcome): void {
    const counts = this.routes.get(route) ?? { passed: 0, failed: 0, lacking: 0 };
    counts[outcome] += 1;
    this.routes.set(route, counts);
  }

  /** Does nothing when nobody asked for reports. */
  write(): void {
    const folder = process.env['CONFORMANCE_REPORTS'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const report = { dialect: this.dialect, engine: this.engine, routes: Object.fromEntries(this.routes) };
    writeFileSync(join(folder, `${this.dialect}-${this.engine}.json`), JSON.stringify(report));
  }
}
