import { afterEach, beforeEach, jest } from '@jest/globals';
import { describeEngineContract } from '@columba/core/contract';
import { loosenTimers } from '../../libs/simulator/testing/loose-timers.js';
import { writeReport } from './report-file.js';
import { WwebjsHarness } from './wwebjs/wwebjs.harness.js';

loosenTimers();
// A browser has to start, and several times in some tests.
jest.setTimeout(90_000);

const harness = new WwebjsHarness();
beforeEach(() => harness.testBegins());
afterEach(() => harness.testEnds());
writeReport('wwebjs', describeEngineContract('whatsapp-web.js', harness));
