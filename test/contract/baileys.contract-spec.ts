import { jest } from '@jest/globals';
import { describeEngineContract } from '@columba/core/contract';
import { BaileysHarness } from './baileys/baileys.harness.js';
import { loosenTimers } from '../../libs/engine-baileys/testing/loose-timers.js';
import { writeReport } from './report-file.js';

loosenTimers();
// Linking is a second of pure computing, and several on a busy machine.
jest.setTimeout(60_000);
writeReport('baileys', describeEngineContract('Baileys', new BaileysHarness()));
