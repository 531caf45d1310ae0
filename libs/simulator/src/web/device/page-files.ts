import { WorldError } from '../../world/errors.js';
import { keyText, type MessageKey } from '../../world/ids.js';

interface Place {
  /** How often a phone has uploaded the file. */
  uploads: number;
  expired: boolean;
  /** No phone has it any more. */
  lost: boolean;
}

const MARK = '?of=';

/** Where the files of messages lie for pages. What has expired lies nowhere until a phone uploads it again. */
export class PageFiles {
  readonly #places = new Map<string, Place>();

  /** The path that the message names now. */
  pathOf(key: MessageKey, path: string): string {
    return `${path}${MARK}${encodeURIComponent(`${keyText(key)}.${this.#place(key).uploads}`)}`;
  }

  /** True when nothing lies there, though something did. */
  isGone(path: string): boolean {
    const name = path.split(MARK)[1];
    if (name === undefined) return false;
    for (const [key, { uploads, expired }] of this.#places)
      if (decodeURIComponent(name) === `${key}.${uploads}`) return expired;
    return [...this.#places.keys()].some((key) => decodeURIComponent(name).startsWith(`${key}.`));
  }

  expire(key: MessageKey): void {
    this.#place(key).expired = true;
  }

  lose(key: MessageKey): void {
    this.#place(key).lost = true;
  }

  /** A phone uploads it again. @throws WorldError not_found when none has it */
  again(key: MessageKey): void {
    const place = this.#place(key);
    if (place.lost) throw new WorldError('not_found', 'no phone has this file');
    if (place.expired) Object.assign(place, { expired: false, uploads: place.uploads + 1 });
  }

  #place(key: MessageKey): Place {
    const name = keyText(key);
    const known = this.#places.get(name) ?? { uploads: 1, expired: false, lost: false };
    this.#places.set(name, known);
    return known;
  }
}
