import { hidden } from '../base/hidden.js';
import { Model } from '../base/model.js';

/** The page's wrapper of a file's bytes. */
export class OpaqueData {
  readonly type: string;
  readonly #blob: Blob;
  #url: string | undefined;

  constructor(blob: Blob, type: string) {
    this.#blob = blob;
    this.type = type;
  }

  static createFromData(blob: Blob, type: string): Promise<OpaqueData> {
    return Promise.resolve(new OpaqueData(blob, type));
  }

  get blob(): Blob {
    return this.#blob;
  }

  get size(): number {
    return this.#blob.size;
  }

  url(): string {
    return (this.#url ??= URL.createObjectURL(this.#blob));
  }

  autorelease(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
  }

  formData(): Blob {
    return this.#blob;
  }
}

/** How far the page is with a file: NEED_POKE until somebody wants it, RESOLVED once it is here. */
export class MediaDataModel extends Model {
  declare mediaStage: string;
  declare type: string;
  declare filehash: string;
  declare mediaBlob: OpaqueData | undefined;

  constructor({ mediaBlob, ...attributes }: { mediaBlob?: OpaqueData }) {
    super(attributes);
    hidden(this, 'mediaBlob', mediaBlob);
  }
}
