export type WorldErrorCode = 'invalid_input' | 'not_found' | 'forbidden' | 'conflict' | 'offline' | 'timeout';

/** A command the world cannot carry out, with a code that the control API passes on. */
export class WorldError extends Error {
  constructor(
    readonly code: WorldErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'WorldError';
  }
}
