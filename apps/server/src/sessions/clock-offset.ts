/** A clock of an ordinary computer is never so wrong by itself; it was set wrong, or not at all. */
const WRONG_MS = 5 * 60_000;

/** @param offsetMs by how much WhatsApp's clock is ahead of ours; `undefined`, when nobody knows, is not wrong. */
export const isClockWrong = (offsetMs: number | undefined): offsetMs is number =>
  offsetMs !== undefined && Math.abs(offsetMs) > WRONG_MS;
