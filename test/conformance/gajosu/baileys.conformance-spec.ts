import { baileysColumn } from '../support/baileys.column.js';
import { describeConformance } from '../support/conform.js';
import { gajosu } from './gajosu.js';

describeConformance(gajosu, baileysColumn);
