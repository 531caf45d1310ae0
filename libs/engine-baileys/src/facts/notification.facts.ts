import { readBlocklist } from './blocklist.facts.js';
import { readGroup } from './group.facts.js';
import { readPicture } from './picture.facts.js';
import { readMediaRetry } from './media-retry.facts.js';
import { done, type Reader } from './reading.js';
import { readSettingsNews } from './settings.facts.js';

/** Notifications change what the library knows; some are told as well. */
export const readNotification: Reader = async (node, scope) => READERS[node.attrs.type ?? '']?.(node, scope) ?? done();

const READERS: Record<string, Reader> = {
  'w:gp2': readGroup,
  picture: readPicture,
  mediaretry: readMediaRetry,
  server_sync: readSettingsNews,
  account_sync: readBlocklist,
};
