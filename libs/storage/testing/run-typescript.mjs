/** `node --import` of this file runs the TypeScript sources as they are, without a build. For processes that tests end. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
