/** Control characters, what file systems forbid, and marks that turn the reading direction (`gpj.exe`). */
// oxlint-disable-next-line no-control-regex -- these are the characters to remove
const UNSAFE = /[\u0000-\u001f\u007f-\u009f"*:<>?|\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/g;
const LONE_SURROGATE = /\p{Cs}/gu;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const LONGEST = 200;

/** A name that can be shown and saved anywhere: no folders, no control characters, at most 200 characters. */
export function cleanFileName(name: string | undefined): string | undefined {
  const last = (name ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = withoutTraps(last);
  if (clean === '') return undefined;
  if (clean.length <= LONGEST) return clean;
  const ending = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? '';
  return withoutTraps(clean.slice(0, LONGEST - ending.length)) + ending;
}

function withoutTraps(text: string): string {
  return (
    text
      .replace(LONE_SURROGATE, '')
      .replace(UNSAFE, '')
      // Looked at from the front of a run only: else a long run inside costs its square.
      .replace(/^[\s.]+|(?<![\s.])[\s.]+$/g, '')
      .replace(DEVICE, '_$1')
  );
}
