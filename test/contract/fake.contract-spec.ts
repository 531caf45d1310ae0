import { describeEngineContract } from '@columba/core/contract';
import { FakeHarness } from '@columba/core/testing';
import { writeReport } from './report-file.js';

writeReport('fake', describeEngineContract('FakeEngine', new FakeHarness()));
