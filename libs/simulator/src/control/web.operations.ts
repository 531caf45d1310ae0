import { z } from 'zod';
import type { SimulatorParts } from '../parts.js';
import type { WebDoor } from '../web/door.js';
import type { PageError } from '../web/journal.js';
import type { PageSettings } from '../web/settings.js';
import { DEFAULT_SETTINGS } from '../web/settings.js';
import { WorldError } from '../world/errors.js';
import { operation } from './operation.js';
import { addressing, device, milliseconds, nothing, resolveDevice } from './schemas.js';

function doorOf({ web }: SimulatorParts): WebDoor {
  if (!web) throw new WorldError('conflict', 'the simulator was started without the web door');
  return web;
}

const target = z.strictObject({ device });

const settings = z.strictObject({
  version: z.string().optional(),
  keyProperty: z.string().min(1).optional(),
  addressing: addressing.optional(),
  synced: z.enum(['when heard', 'at once']).optional(),
  missingModules: z.array(z.string()).optional(),
  bootDelayMs: milliseconds.optional(),
  stuckOpening: z.boolean().optional(),
  recentMessages: z.number().int().min(0).optional(),
});

/** The open page of a linked browser. @throws WorldError offline */
const page = (parts: SimulatorParts, given: string) => doorOf(parts).live(resolveDevice(parts.world, given));

/** What the simulated WhatsApp Web does, and what its pages reported. */
export const webOperations = {
  /** Changes how pages behave that are loaded from now on; what is not named stays. Returns all of it. */
  'web.settings': operation(settings.default({}), (parts, changes): PageSettings => {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return structuredClone(Object.assign(doorOf(parts).settings, Object.fromEntries(given)));
  }),
  /** Back to the well-behaved page. */
  'web.resetSettings': operation(nothing, (parts) => {
    Object.assign(doorOf(parts).settings, structuredClone(DEFAULT_SETTINGS));
  }),
  /** Modules that were asked for in vain: how often, by name. Those that the settings took away do not count. */
  'web.unknownModules': operation(nothing, (parts) => ({ ...doorOf(parts).journal.unknownModules })),
  /** Errors in the page that nobody caught. */
  'web.pageErrors': operation(nothing, (parts): PageError[] => [...doorOf(parts).journal.pageErrors]),
  /** Failures inside the door, and operations that pages asked for in vain. */
  'web.doorErrors': operation(nothing, (parts) => [...doorOf(parts).journal.doorErrors]),
  'web.clearJournal': operation(nothing, (parts) => doorOf(parts).journal.clear()),
  /** Linked browsers whose page is open. */
  'web.online': operation(nothing, (parts) => doorOf(parts).online().toSorted()),
  /** The page reloads itself, as it does when there is a new version. */
  'web.reload': operation(target, (parts, input) => page(parts, input.device).tell('reload', {})),
  /** The process that renders the page dies. */
  'web.crash': operation(target, (parts, input) => page(parts, input.device).tell('crash', {})),
  /** The socket's state changes, to CONFLICT, UNPAIRED, TOS_BLOCK, DEPRECATED_VERSION and so on. */
  'web.state': operation(target.extend({ state: z.string().min(1) }), (parts, { device: given, state }) =>
    page(parts, given).tell('state', { state }),
  ),
};
