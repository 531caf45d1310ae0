import { InvalidInputError, type Jid, type Picture } from '@columba/core';
import type { Asker } from '../asker.js';
import type { AddressBook } from '../mappers/address-book.js';

/** Pictures of people and groups, as bytes both ways. */
export class WwebjsPictures {
  constructor(
    private readonly asker: Asker,
    private readonly book: AddressBook,
  ) {}

  /** `undefined` when there is none or it is not shown to us. */
  async get(of: Jid): Promise<Picture | undefined> {
    const found = await this.asker.question('pictures.get', { of: this.book.spellings(of) });
    return found ? { bytes: new Uint8Array(Buffer.from(found.base64, 'base64')), mimeType: found.mimeType } : undefined;
  }

  /**
   * @param jpeg WhatsApp takes a square of at most 640 × 640 pixels; `null` takes the picture away.
   * @param group absent: the account's own picture.
   */
  async set(jpeg: Uint8Array | null, group?: Jid): Promise<void> {
    if (jpeg && !(jpeg[0] === 0xff && jpeg[1] === 0xd8)) throw new InvalidInputError('A picture has to be a JPEG');
    const base64 = jpeg && Buffer.from(jpeg).toString('base64');
    await this.asker.change('pictures.set', { of: group ?? null, base64 });
  }
}
