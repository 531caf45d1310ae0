import { accountOf, type DeviceId } from './ids.js';

interface Refusal {
  /** A device, or a number for all devices of the account. */
  target: string;
  code: string;
  left: number;
}

/** Logins that are to fail, with which code and how often. */
export class Refusals {
  #refusals: Refusal[] = [];

  /** @param times how many logins fail; afterwards the device is let in again */
  add(target: string, code: string, times: number): void {
    this.#refusals.push({ target, code, left: times });
  }

  /** Uses up one refusal. */
  take(device: DeviceId): string | undefined {
    const found = this.#refusals.find(
      ({ target, left }) => left > 0 && (target === device || target === accountOf(device)),
    );
    if (!found) return undefined;
    found.left--;
    this.#refusals = this.#refusals.filter(({ left }) => left > 0);
    return found.code;
  }
}
