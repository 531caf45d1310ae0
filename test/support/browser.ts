import { describe } from '@jest/globals';
import { findChromium } from '@columba/engine-wwebjs';

/** Why nothing can run in a browser here; `undefined` where it can. Tests that need one are then visible as skipped. */
export function whyNoBrowser(): string | undefined {
  try {
    findChromium(process.env['CHROMIUM_PATH']);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** `describe` for tests that need a browser. */
export const describeWithBrowser = whyNoBrowser() === undefined ? describe : describe.skip;
