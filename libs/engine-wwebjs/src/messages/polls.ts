import { UnsupportedError } from '@columba/core';
import type { Asker } from '../asker.js';
import type { Changing } from '../page/facets/messages.page.js';

/** Votes in a poll. Belongs to the kinds: see `page/facets/kinds.page.ts`. */
export async function vote(_asker: Asker, _changing: Changing, _options: string[]): Promise<void> {
  throw new UnsupportedError('The whatsapp-web.js engine does not vote yet');
}
