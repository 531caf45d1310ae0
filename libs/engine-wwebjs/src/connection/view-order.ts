import type { SocketView } from '../page/facets/session.page.js';

/**
 * The page is heard in two ways, by what it tells and by looking; on a slow machine what it told while it was being
 * linked is read when it is long connected. Taken for the present, that would be the end of a link that is a second old.
 */
export class ViewOrder {
  private newest: Pick<SocketView, 'epoch' | 'moment'> = { epoch: '', moment: 0 };

  /** @returns whether nothing later of the same load of the page was seen before */
  isNews({ epoch, moment }: SocketView): boolean {
    if (epoch === this.newest.epoch && moment <= this.newest.moment) return false;
    this.newest = { epoch, moment };
    return true;
  }
}
