import { describeConformance } from '../support/conform.js';
import { fakeColumn } from '../support/fake.column.js';
import { gajosu } from './gajosu.js';

describeConformance(gajosu, fakeColumn);
