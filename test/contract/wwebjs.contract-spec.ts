import { afterEach, beforeEach, describe, it, jest } from '@jest/globals';
import { describeEngineContract } from '@columba/core/contract';
import { findChromium } from '@columba/engine-wwebjs';
import { loosenTimers } from '../../libs/simulator/testing/loose-timers.js';
import { writeReport } from './report-file.js';
import { WwebjsHarness } from './wwebjs/wwebjs.harness.js';

loosenTimers();
// A browser has to start, and several times in some tests.
jest.setTimeout(90_000);

/** Visible as skipped where there is no browser. */
function missing(): string | undefined {
  try {
    findChromium(process.env.CHROMIUM_PATH);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const why = missing();
if (why !== undefined) describe('whatsapp-web.js: the contract of engines', () => it.skip(why, () => {}));
else {
  const harness = new WwebjsHarness();
  beforeEach(() => harness.testBegins());
  afterEach(() => harness.testEnds());
  writeReport('wwebjs', describeEngineContract('whatsapp-web.js', harness));
}
