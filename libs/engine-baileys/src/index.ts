export { BAILEYS_CAPABILITIES } from './capabilities.js';
export { baileysFactory } from './baileys.engine.js';
export type { BaileysOptions } from './baileys.options.js';
export { readMultiFileLogin, type MultiFileLogin } from './auth/multi-file-login.js';
