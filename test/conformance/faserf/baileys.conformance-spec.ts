import { baileysColumn } from '../support/baileys.column.js';
import { describeConformance } from '../support/conform.js';
import { faserf } from './faserf.js';

describeConformance(faserf, baileysColumn);
