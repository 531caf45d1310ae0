import type { SocketView } from '../page/facets/session.page.js';

/**
 * The page is heard in two ways, by what it tells and by looking; on a slow machine what it told while it was being
 * linked is read when it is long connected. Taken for the present, that would be the end of a link that is a second old.
 * Nor does anything count that is still told of a load of the page that was followed by another.
 */
export class ViewOrder {
  private newest: Pick<SocketView, 'epoch' | 'moment'> = { epoch: '', moment: 0 };

  private readonly past = new Set<string>();

  /** @returns whether this load of the page is heard of for the first time: `first` of all, or in place of another */
  begins(epoch: string): 'first' | 'anew' | undefined {
    const before = this.newest.epoch;
    if (epoch === before || this.past.has(epoch)) return undefined;
    this.newest = { epoch, moment: 0 };
    if (before === '') return 'first';
    this.past.add(before);
    return 'anew';
  }

  /** @returns whether it is of the present load of the page, and nothing later of that was seen before */
  isNews({ epoch, moment }: SocketView): boolean {
    if (epoch !== this.newest.epoch || moment <= this.newest.moment) return false;
    this.newest = { epoch, moment };
    return true;
  }
}
