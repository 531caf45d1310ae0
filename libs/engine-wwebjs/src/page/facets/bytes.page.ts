import type { BytesKit, PageScope } from '../page-scope.js';

/** Bytes as text and back, in parts that a call can take. Runs in the page. */
export function installBytes(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const PART = 0x8000;

  const encode = (bytes: Uint8Array): string => {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += PART) parts.push(String.fromCharCode(...bytes.subarray(at, at + PART)));
    return btoa(parts.join(''));
  };

  const decode = (base64: string): Uint8Array<ArrayBuffer> => {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  };

  kit.bytes = { encode, decode } satisfies BytesKit;
}
