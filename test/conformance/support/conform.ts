import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Feature } from '@columba/core';
import type { ConformanceColumn, ConformanceStage } from './column.js';
import type { Golden, GoldenCase } from './golden.js';
import type { Shapes } from './match.js';
import { MediaHost } from './media-host.js';
import { perform } from './perform.js';
import { ConformanceReport } from './report.js';
import { Scene } from './scene.js';

/** The contract of a dialect. */
export interface DialectGoldens {
  dialect: string;
  goldens: readonly Golden[];
  shapes: Shapes;
  /** Settings of the gateway under test. @param media address of the web server with the files */
  settings: (media: string) => Record<string, string>;
}

const CASE_MS = 60_000;

/** Runs every golden of a dialect on one engine: one gateway for all, one scene for each route. */
export function describeConformance(dialect: DialectGoldens, column: ConformanceColumn): void {
  if (column.impossible === undefined) describeRoutes(dialect, column);
  else describe(`${dialect.dialect} on ${column.engine}`, () => it.skip(column.impossible ?? '', () => undefined));
}

function describeRoutes({ dialect, goldens, shapes, settings }: DialectGoldens, column: ConformanceColumn): void {
  const report = new ConformanceReport(dialect, column.engine);
  let host: MediaHost;
  let stage: ConformanceStage;
  beforeAll(async () => {
    host = await MediaHost.start();
    stage = await column.start(settings(host.url));
  }, CASE_MS);
  afterAll(async () => {
    report.write();
    await stage.stop();
    await host.stop();
  }, CASE_MS);

  describe.each(goldens.map((golden) => [golden.route, golden] as const))('%s', (route, { cases }) => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await Scene.set(column, stage, host);
    }, CASE_MS);

    for (const golden of casesFor(column, cases)) {
      if (isLacking(column, route, golden)) {
        report.count(route, 'lacking');
        it.skip(golden.it, () => undefined);
        continue;
      }
      it(
        golden.it,
        async () => {
          try {
            for (const step of golden.steps) await perform(scene, route, step, shapes);
            report.count(route, 'passed');
          } catch (error) {
            report.count(route, 'failed');
            throw error;
          }
        },
        CASE_MS,
      );
    }
  });
}

const cannot =
  ({ capabilities }: ConformanceColumn) =>
  (feature: Feature): boolean =>
    capabilities[feature].level === 'none';

/** Where the contract says what happens without a feature, that is tested in place of the cases with it. */
function casesFor(column: ConformanceColumn, cases: readonly GoldenCase[]): GoldenCase[] {
  const without = cases.flatMap((golden) => golden.without ?? []).filter(cannot(column));
  return cases.filter((golden) =>
    golden.without ? golden.without.some(cannot(column)) : !golden.needs?.some((feature) => without.includes(feature)),
  );
}

function isLacking(column: ConformanceColumn, route: string, { it: title, needs = [] }: GoldenCase): boolean {
  const { lacks = [] } = column;
  return needs.some(cannot(column)) || lacks.some(({ titles }) => titles.test(`${route}: ${title}`));
}
