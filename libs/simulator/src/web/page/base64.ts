/** In parts: a call takes only so many arguments. */
const PART = 0x8000;

export function toBase64(bytes: Uint8Array | ArrayBuffer): string {
  const view = new Uint8Array(bytes);
  let text = '';
  for (let at = 0; at < view.length; at += PART) text += String.fromCharCode(...view.subarray(at, at + PART));
  return btoa(text);
}

export const fromBase64 = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
