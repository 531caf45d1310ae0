/** One more than an array can hold, in characters: splitting such a text is fatal to the process, not an exception. */
const TOO_LONG = 2 ** 27 + 8;

/** Ends the process that renders this page, as running out of memory does. */
export function crashRenderer(): void {
  // oxlint-disable-next-line typescript/no-unused-expressions -- it never returns
  'x'.repeat(TOO_LONG).split('').length;
}
