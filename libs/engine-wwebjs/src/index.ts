export { WWEBJS_CAPABILITIES } from './capabilities.js';
export { findChromium, headlessMode } from './browser/find-chromium.js';
export { wwebjsFactory } from './wwebjs.engine.js';
export type { WwebjsOptions } from './wwebjs.options.js';
