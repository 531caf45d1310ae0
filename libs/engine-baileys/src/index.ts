export { baileysFactory } from './baileys.engine.js';
export type { BaileysOptions } from './baileys.options.js';
export { CAPABILITIES as BAILEYS_CAPABILITIES } from './capabilities.js';
