import type { Asker } from '../asker.js';
import type { Changing } from '../page/facets/messages.page.js';

/** Votes in a poll. @throws DomainError `invalid_input` for what is not offered */
export async function vote(asker: Asker, changing: Changing, options: string[]): Promise<void> {
  await asker.change('kinds.vote', { ...changing, options });
}
