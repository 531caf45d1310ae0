import type { PhoneNumber } from '../../world/ids.js';
import { Phone, type PhoneState } from './phone.js';

/** The phone of each account, made when first asked for. */
export class Phones {
  readonly #phones = new Map<PhoneNumber, Phone>();

  of(account: PhoneNumber): Phone {
    let phone = this.#phones.get(account);
    if (!phone) this.#phones.set(account, (phone = new Phone()));
    return phone;
  }

  close(): void {
    for (const phone of this.#phones.values()) phone.close();
  }

  snapshot(): [PhoneNumber, PhoneState][] {
    return [...this.#phones].flatMap(([account, phone]) => (phone.savedState ? [[account, phone.savedState]] : []));
  }

  restore(state: [PhoneNumber, PhoneState][]): void {
    for (const [account, saved] of state) this.#phones.set(account, new Phone(saved));
  }
}
