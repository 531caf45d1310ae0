import { describeConformance } from '../support/conform.js';
import { wwebjsColumn } from '../support/wwebjs.column.js';
import { gajosu } from './gajosu.js';

describeConformance(gajosu, wwebjsColumn);
