import { sendErrorsTo, watchUncaught } from './base/errors.js';
import { DoorLink } from './door-link.js';
import { nameKeyText } from './ids/msg-key.js';
import { MAKERS } from './modules/modules.js';
import { Page, type Modules } from './page.js';
import { makeRequire } from './require.js';
import { Session } from './session.js';
import { readSettings } from './settings.js';

declare global {
  interface Window {
    require: (name: string) => unknown;
    Debug: { VERSION: string };
  }
}

/** The page's own beginning: connection, models, modules, and at last what the library waits for. */
function boot(): void {
  const settings = readSettings();
  nameKeyText(settings.keyProperty);
  const page: Page = new Page(settings, (operation, input) => link.ask(operation, input));
  const session = new Session(page);
  const link = new DoorLink(session);
  sendErrorsTo((where, text) => link.report({ kind: 'error', where, text }));
  watchUncaught();
  const modules: Modules = Object.assign({}, ...MAKERS.map((make) => make(page)));
  window.require = makeRequire(modules, settings.missingModules, (name) =>
    link.report({ kind: 'unknownModule', name }),
  );
  page.socket.set('state', 'OPENING');
  if (!settings.stuckOpening) link.open();
  window.Debug = { VERSION: settings.version };
}

const { bootDelayMs } = readSettings();
if (bootDelayMs > 0) setTimeout(boot, bootDelayMs);
else boot();
