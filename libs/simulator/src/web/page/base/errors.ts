export type ErrorSink = (where: string, text: string) => void;

let sink: ErrorSink = () => undefined;

/** Who gets to know of errors that nobody caught. */
export function sendErrorsTo(given: ErrorSink): void {
  sink = given;
}

export const textOfError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

export const reportError = (where: string, error: unknown): void => sink(where, textOfError(error));

export function watchUncaught(): void {
  window.addEventListener('error', (event) => reportError('error', event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => reportError('unhandledrejection', event.reason));
}

/** The library tells by this name that the service said no. */
export class ServerStatusCodeError extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
    this.name = 'ServerStatusCodeError';
  }
}
