import type { WidText } from '../facts.js';
import { createWid, type Wid } from './ids/wid.js';

/** Which number and which LID are the same person, as far as this page was told. */
export class People {
  readonly #lids = new Map<WidText, WidText>();
  readonly #numbers = new Map<WidText, WidText>();

  learn({ number, lid }: { number?: WidText; lid: WidText }): void {
    if (number === undefined) return;
    this.#lids.set(number, lid);
    this.#numbers.set(lid, number);
  }

  lidOf(wid: Wid): Wid | undefined {
    if (wid.isLid()) return wid;
    const lid = this.#lids.get(wid.toString());
    return lid === undefined ? undefined : createWid(lid);
  }

  numberOf(wid: Wid): Wid | undefined {
    if (!wid.isLid()) return wid;
    const number = this.#numbers.get(wid.toString());
    return number === undefined ? undefined : createWid(number);
  }

  /** The person's other address. */
  otherOf(wid: Wid): Wid | undefined {
    return wid.isLid() ? this.numberOf(wid) : this.lidOf(wid);
  }
}
