import { WWEBJS_CAPABILITIES } from '@columba/engine-wwebjs';
import { whyNoBrowser } from '../../support/browser.js';
import { simulatedColumn } from './simulated.column.js';

/** whatsapp-web.js in a real browser, through the simulator's web door. */
export const wwebjsColumn = simulatedColumn({
  engine: 'wwebjs',
  capabilities: WWEBJS_CAPABILITIES,
  impossible: whyNoBrowser(),
  doors: ['noise', 'web'],
  settings: ({ webDoor }) => ({
    WA_BROWSER_ARGUMENTS: JSON.stringify(webDoor?.launchArguments ?? []),
    WA_BROWSER_SANDBOX: 'false',
    ...(process.env['CHROMIUM_PATH'] && { CHROMIUM_PATH: process.env['CHROMIUM_PATH'] }),
  }),
  review: async ({ web }) => {
    const wrong = [await web.unknownModules(), await web.pageErrors(), await web.doorErrors()];
    if (JSON.stringify(wrong) !== '[{},[],[]]') throw new Error(`Pages went wrong: ${JSON.stringify(wrong)}`);
  },
});
