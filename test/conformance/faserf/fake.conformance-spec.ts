import { describeConformance } from '../support/conform.js';
import { fakeColumn } from '../support/fake.column.js';
import { faserf } from './faserf.js';

describeConformance(faserf, fakeColumn);
