import type { Addressing } from '../world/ids.js';

/** How the page behaves, for pages that are loaded from now on. The defaults are the well-behaved page. */
export interface PageSettings {
  /** What `Debug.VERSION` says. */
  version: string;
  /** Name of the property that holds a message key's text; a later page calls it `$1`. */
  keyProperty: string;
  /** Which address of people the page uses in 1:1 chats. */
  addressing: Addressing;
  /**
   * When the page says that it has synced: once somebody listens for it, or at once, whether or not anybody does. The
   * library reads only the event, never the state.
   */
  synced: 'when heard' | 'at once';
  /** Modules that this page does not have. */
  missingModules: string[];
  /** Real milliseconds until the page's own code starts. */
  bootDelayMs: number;
  /** The socket stays in OPENING. */
  stuckOpening: boolean;
  /** How many messages of each chat the page loads at login. */
  recentMessages: number;
}

export const DEFAULT_SETTINGS: Readonly<PageSettings> = {
  version: '2.3000.1034000000',
  keyProperty: '_serialized',
  addressing: 'pn',
  synced: 'when heard',
  missingModules: [],
  bootDelayMs: 0,
  stuckOpening: false,
  recentMessages: 50,
};
