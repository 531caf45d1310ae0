export interface Blob {
  bytes: Uint8Array;
  mimeType: string;
}

/** Files of the media host by path. What has expired is remembered, because it is answered differently. */
export class Blobs {
  readonly #blobs = new Map<string, Blob>();
  readonly #expired = new Set<string>();

  put(path: string, bytes: Uint8Array, mimeType = 'application/octet-stream'): void {
    const key = keyOf(path);
    this.#blobs.set(key, { bytes, mimeType });
    this.#expired.delete(key);
  }

  find(path: string): Blob | undefined {
    return this.#blobs.get(keyOf(path));
  }

  /** True when there was such a file. */
  expire(path: string): boolean {
    const key = keyOf(path);
    const had = this.#blobs.delete(key);
    if (had) this.#expired.add(key);
    return had;
  }

  hasExpired(path: string): boolean {
    return this.#expired.has(keyOf(path));
  }

  snapshot(): BlobsState {
    return { files: [...this.#blobs], expired: [...this.#expired] };
  }

  restore({ files, expired }: BlobsState): void {
    for (const [path, { bytes, mimeType }] of files) this.put(path, bytes, mimeType);
    for (const path of expired) this.#expired.add(path);
  }
}

export interface BlobsState {
  files: [string, Blob][];
  expired: string[];
}

/** Whatever follows the path proper does not name another file. */
const keyOf = (path: string): string => path.replace(/[?#].*$/, '');
