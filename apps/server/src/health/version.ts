/** Columba's version, from its package file. */
export { VERSION } from '../common/package-folder.js';
