import { createHash } from 'node:crypto';

/** What a message says of its file; the bytes are in {@link Files}, under their hash. */
export interface MediaFile {
  mimeType: string;
  /** Of the plain bytes, lower-case hex. */
  sha256: string;
  /** Bytes. */
  size: number;
  fileName?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  /** Duration. */
  seconds?: number | undefined;
  /** A small JPEG, base64. */
  thumbnail?: string | undefined;
  /** Why the recipient's phone has no bytes. */
  problem?: 'missing' | 'damaged' | undefined;
}

/** The bytes of media that people have, once each, however many messages carry them. */
export class Files {
  readonly #files = new Map<string, Uint8Array>();

  /** @returns the hash */
  add(bytes: Uint8Array): string {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (!this.#files.has(sha256)) this.#files.set(sha256, bytes);
    return sha256;
  }

  find(sha256: string): Uint8Array | undefined {
    return this.#files.get(sha256);
  }

  snapshot(): [string, Uint8Array][] {
    return [...this.#files];
  }

  restore(state: [string, Uint8Array][]): void {
    for (const [sha256, bytes] of state) this.#files.set(sha256, bytes);
  }
}
