import type { ILogger } from 'baileys-codec/lib/Utils/logger.js';

const nothing = (): void => undefined;

/** Baileys' codecs demand a logger; what they say is of no use to a test. */
export const silentLogger: ILogger = {
  level: 'silent',
  child: () => silentLogger,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};
