import { describeConformance } from '../support/conform.js';
import { wwebjsColumn } from '../support/wwebjs.column.js';
import { faserf } from './faserf.js';

describeConformance(faserf, wwebjsColumn);
