import type { Clock, Logger } from '@columba/core';

export interface MediaSettings {
  /** Media lie in `<dataDirectory>/sessions/<session>/media`. */
  dataDirectory: string;
  clock: Clock;
  logger: Logger;
  /** Largest file in either direction. Default 64 MB. */
  maxBytes?: number;
  /** How long uploads, received files and files of unfinished sends are kept. Default 7 days. */
  keepMs?: number;
  /** Folders out of which files may be sent by their paths. Default none. */
  fileRoots?: readonly string[];
  /** Absolute path; without it ffmpeg is looked for in `PATH`. */
  ffmpegPath?: string;
  /** For one conversion. Default 60 s. */
  conversionTimeoutMs?: number;
  /** For one conversion. Default 2 GB of address space. */
  conversionMemoryBytes?: number;
  /** Conversions at a time. Default 2. */
  conversions?: number;
}

export const MEDIA_DEFAULTS = {
  maxBytes: 64_000_000,
  keepMs: 7 * 86_400_000,
  conversionTimeoutMs: 60_000,
  conversionMemoryBytes: 2 * 1024 ** 3,
  conversions: 2,
} satisfies Partial<MediaSettings>;
