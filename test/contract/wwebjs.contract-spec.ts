import { afterEach, beforeEach, describe, it, jest } from '@jest/globals';
import { describeEngineContract } from '@columba/core/contract';
import { loosenTimers } from '../../libs/simulator/testing/loose-timers.js';
import { whyNoBrowser } from '../support/browser.js';
import { writeReport } from './report-file.js';
import { WwebjsHarness } from './wwebjs/wwebjs.harness.js';

loosenTimers();
// A browser has to start, and several times in some tests.
jest.setTimeout(90_000);

const why = whyNoBrowser();
if (why !== undefined) describe('whatsapp-web.js: the contract of engines', () => it.skip(why, () => {}));
else {
  const harness = new WwebjsHarness();
  beforeEach(() => harness.testBegins());
  afterEach(() => harness.testEnds());
  writeReport('wwebjs', describeEngineContract('whatsapp-web.js', harness));
}
