import type { LogFields, Logger } from '@columba/core';
import type { LoggerService } from '@nestjs/common';

/** Lets the framework write into our log. Its own chatter about routes and modules is debug to us. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(message, rest));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(message, rest));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(message, rest));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(textOf(message), fieldsOf(message, rest));
  }
  error(message: unknown, ...rest: unknown[]): void {
    // The application throws what it logs here, and whoever started it tells the reason.
    const thrownToo = rest.at(-1) === 'NestApplication';
    this.logger[thrownToo ? 'debug' : 'error'](textOf(message), fieldsOf(message, rest));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

const textOf = (message: unknown): string =>
  message instanceof Error ? message.message : typeof message === 'string' ? message : JSON.stringify(message);

function fieldsOf(message: unknown, rest: readonly unknown[]): LogFields {
  const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
  const error = [message, ...rest].find((value) => value instanceof Error);
  return { ...(context !== undefined && { context }), ...(error !== undefined && { error }) };
}
