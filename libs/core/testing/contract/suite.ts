import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { FEATURES, UnsupportedError, type Feature } from '../../src/index.js';
import { CALL_OF } from './calls.js';
import type { ContractHarness, EngineUnderTest, Lack } from './harness.js';
import { ContractReport, type Outcome, type Topic } from './report.js';
import { Stage } from './stage.js';

const isFeature = (topic: Topic): topic is Feature => (FEATURES as readonly string[]).includes(topic);

/** Turns behaviours into tests, and counts how each of them went. */
export class ContractSuite {
  readonly report = new ContractReport();
  private readonly engines: EngineUnderTest[] = [];
  private readonly refused = new Set<Feature>();

  constructor(readonly harness: ContractHarness) {}

  /** A group of behaviours that share one linked engine. */
  facet(name: string, define: (facet: Facet) => void): void {
    describe(name, () => {
      let stage: Stage | undefined;
      beforeAll(async () => {
        stage = new Stage(this.harness, this.watched(await this.harness.newLinkedEngine()), (engine) =>
          this.watched(engine),
        );
      });
      define(new Facet(this, () => stage ?? raise('The stage was never set')));
    });
  }

  /** To be called inside a `describe`, before the facets. */
  lifecycle(): void {
    beforeAll(() => this.harness.start());
    afterAll(async () => {
      for (const { facts } of this.engines) for (const type of facts.typesTaken) this.report.facts.add(type);
      await this.harness.stop();
    });
  }

  /** Says that a behaviour cannot be shown, once per reason, and why. */
  instead(topic: Topic, title: string, stage: () => Stage): boolean {
    const capability = isFeature(topic) ? this.harness.capabilities[topic] : undefined;
    const lack = this.lack(topic, title);
    if (isFeature(topic) && capability?.level === 'none') {
      if (!this.refused.has(topic)) this.refusal(topic, stage);
      this.refused.add(topic);
    } else if (lack) {
      this.report.add(topic, 'skipped');
      it.skip(`[${topic}] ${title} (${lack})`, () => {});
    } else return false;
    return true;
  }

  private lack(topic: Topic, title: string): string | undefined {
    const { lacks, lacksBehaviours = [] } = this.harness;
    const fits = (lack: Lack) => (!lack.topic || lack.topic === topic) && lack.titles.test(title);
    return lacks?.[topic] ?? lacksBehaviours.find(fits)?.reason;
  }

  count(topic: Topic, outcome: Outcome): void {
    this.report.add(topic, outcome);
  }

  private refusal(feature: Feature, stage: () => Stage): void {
    const call = CALL_OF[feature];
    it(`refused: [${feature}] with an UnsupportedError`, async () => {
      if (call) await refuses(() => call(stage().engine));
      this.report.add(feature, 'refused');
    });
  }

  private watched(engine: EngineUnderTest): EngineUnderTest {
    this.engines.push(engine);
    return engine;
  }
}

/** Where the behaviours of one facet are written down. */
export class Facet {
  constructor(
    private readonly suite: ContractSuite,
    private readonly stage: () => Stage,
  ) {}

  /** One behaviour of `topic`. Its test gets the stage with the facet's linked engine. */
  behaviour(topic: Topic, title: string, run: (stage: Stage) => Promise<void>): void {
    if (this.suite.instead(topic, title, this.stage)) return;
    it(`[${topic}] ${title}`, async () => {
      try {
        await run(this.stage());
        this.suite.count(topic, 'passed');
      } catch (error) {
        this.suite.count(topic, 'failed');
        throw error;
      }
    });
  }

  /** The same behaviour twice: with a contact whose phone is known, and with one known only by LID. */
  bothAddresses(
    topic: Topic,
    title: string,
    run: (stage: Stage, contact: Awaited<ReturnType<Stage['contact']>>) => Promise<void>,
  ): void {
    for (const phoneHidden of [false, true])
      this.behaviour(topic, `${title} (${phoneHidden ? 'LID' : 'phone'})`, async (stage) =>
        run(stage, await stage.contact({ phoneHidden })),
      );
  }
}

async function refuses(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (error instanceof UnsupportedError) return;
    throw error;
  }
  throw new Error('The call was not refused');
}

function raise(message: string): never {
  throw new Error(message);
}
