import { randomBytes } from 'node:crypto';
import type { LogFields, Logger } from '@columba/core';
import { pino, stdTimeFunctions, type DestinationStream, type Level, type Logger as Pino } from 'pino';
import { readableLines } from './readable-lines.js';
import { scrubber, type Scrub } from './scrub.js';

/** Shared by a logger and its children, because the key of the pseudonyms is known only once the database is open. */
interface Pseudonyms {
  scrub: Scrub;
}

/** Structured log on stdout: JSON lines, or readable ones on a terminal. Nothing passes it unscrubbed. */
export class PinoLogger implements Logger {
  private constructor(
    private readonly pino: Pino,
    private readonly pseudonyms: Pseudonyms,
  ) {}

  static create(level: string, destination: DestinationStream = defaultDestination()): PinoLogger {
    const root = pino(
      { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
      destination,
    );
    return new PinoLogger(root, { scrub: scrubber(randomBytes(32)) });
  }

  /** From now on the same number has the same pseudonym as in earlier runs of this installation. */
  usePseudonymKey(key: Uint8Array): void {
    this.pseudonyms.scrub = scrubber(key);
  }

  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }
  error(message: string, fields?: LogFields): void {
    this.write('error', message, fields);
  }
  child(fields: LogFields): PinoLogger {
    return new PinoLogger(this.pino.child(this.pseudonyms.scrub(fields) as LogFields), this.pseudonyms);
  }

  private write(level: Level, message: string, fields?: LogFields): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const { scrub } = this.pseudonyms;
    this.pino[level]((scrub(fields) as LogFields | undefined) ?? {}, scrub(message) as string);
  }
}

/** Written at once: the last line before a crash is the one that matters. */
function defaultDestination(): DestinationStream {
  return process.stdout.isTTY ? readableLines(process.stdout) : pino.destination({ dest: 1, sync: true });
}
