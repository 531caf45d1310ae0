/** Sessions, as far as they know how wrong the system clock is. */
export interface Clocked {
  all(): readonly { readonly clockOffsetMs: number | undefined }[];
}

/** A clock of an ordinary computer is never so wrong by itself; it was set wrong, or not at all. */
const WRONG_MS = 5 * 60_000;

/** @param offsetMs by how much WhatsApp's clock is ahead of ours; `undefined`, when nobody knows, is not wrong. */
export const isClockWrong = (offsetMs: number | undefined): offsetMs is number =>
  offsetMs !== undefined && Math.abs(offsetMs) > WRONG_MS;

/** Whether nobody knows how old anything is: what is kept for a time must stay until the clock is right again. */
export const areAgesUnknown = (sessions: Clocked): boolean =>
  sessions.all().some(({ clockOffsetMs }) => isClockWrong(clockOffsetMs));
