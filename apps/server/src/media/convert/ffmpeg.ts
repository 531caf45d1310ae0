import { chmod, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError, StorageError, UnsupportedError, type Clock } from '@columba/core';
import { tooLarge } from '../disk/write-file.js';
import { ChildFailure, runChild } from './child-process.js';
import { findProgram } from './find-program.js';
import { MAX_PIXELS } from './image-library.js';
import { Turns } from './turns.js';

export interface FfmpegSettings {
  /** Absolute path of ffmpeg; otherwise it is looked for in `PATH`. ffprobe stands beside it. */
  ffmpegPath?: string;
  timeoutMs: number;
  memoryBytes: number;
  maxOutputBytes: number;
  /** How many run at a time. */
  concurrency: number;
}

/**
 * Containers that hold their own data. Playlists and the like, which point to other files, are not among them, so that
 * a message can't make ffmpeg read a file of ours.
 */
const CONTAINERS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,mp3,wav,w64,flac,aac,amr,amrnb,aiff,caf,avi,asf,mpeg,mpegts,gif';
const INPUT_GUARDS = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', CONTAINERS];
const MB = 1 << 20;

/** The system's ffmpeg as a child on a short lead: only our own files in, limited time, memory and output. */
export class Ffmpeg {
  private readonly turns: Turns;

  constructor(
    private readonly settings: FfmpegSettings,
    private readonly clock: Clock,
  ) {
    this.turns = new Turns(settings.concurrency);
  }

  /**
   * Writes `output` from `input`; on any failure `output` does not exist.
   * @param args what stands between input and output
   * @throws DomainError `media_failed`, `timeout`, `too_large`, `unsupported` without ffmpeg; the signal's reason
   */
  async convert(input: string, output: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
    const { maxOutputBytes } = this.settings;
    await (await open(output, 'wx', 0o600)).close();
    try {
      await this.ffmpeg(['-y', ...from(input), ...args, '-fs', String(maxOutputBytes), `file:${output}`], signal);
      const { size } = await stat(output);
      if (size >= maxOutputBytes * 0.98) throw tooLarge(maxOutputBytes);
      if (size === 0) throw new DomainError('media_failed', 'The conversion gave an empty file');
      await chmod(output, 0o600);
    } catch (error) {
      await rm(output, { force: true });
      throw error;
    }
  }

  /** Like {@link convert}, but the result is handed on in pieces instead of being written. */
  stream(
    input: string,
    args: readonly string[],
    onOutput: (chunk: Buffer) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.ffmpeg([...from(input), ...args, 'pipe:1'], signal, onOutput);
  }

  /** What ffprobe prints of a file, as JSON text. */
  async probe(input: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const collect = (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > MB) throw new DomainError('media_failed', 'The file describes itself at too great a length');
      pieces.push(chunk);
    };
    await this.run(
      'ffprobe',
      ['-v', 'error', ...INPUT_GUARDS, ...args, '-of', 'json', `file:${input}`],
      signal,
      collect,
    );
    return Buffer.concat(pieces).toString('utf8');
  }

  private ffmpeg(args: readonly string[], signal?: AbortSignal, onOutput?: (chunk: Buffer) => void): Promise<void> {
    return this.run('ffmpeg', ['-nostdin', '-hide_banner', '-v', 'error', '-threads', '2', ...args], signal, onOutput);
  }

  private run(
    program: 'ffmpeg' | 'ffprobe',
    args: readonly string[],
    signal?: AbortSignal,
    onOutput?: (chunk: Buffer) => void,
  ): Promise<void> {
    return this.turns.run(async () => {
      const [command, ...prefix] = this.commandOf(program);
      const run = { command, args: [...prefix, ...args], timeoutMs: this.settings.timeoutMs, signal, onOutput };
      await runChild(this.clock, run).catch((error: unknown) => {
        throw asDomainError(error);
      });
    });
  }

  /** The program, behind `prlimit` where the system has it. ffmpeg's own limits hold in any case. */
  private commandOf(program: 'ffmpeg' | 'ffprobe'): [string, ...string[]] {
    const { ffmpegPath, memoryBytes, maxOutputBytes, timeoutMs } = this.settings;
    const folder = ffmpegPath === undefined ? undefined : dirname(ffmpegPath);
    const file = program === 'ffmpeg' ? findProgram(program, ffmpegPath) : findProgram(program, undefined, folder);
    if (!file)
      throw new UnsupportedError(
        `This kind of media needs ${program}, which is not installed here: install ffmpeg or set its path`,
      );
    const limits = ['-max_alloc', String(Math.floor(memoryBytes / 4))];
    const prlimit = findProgram('prlimit');
    if (!prlimit) return [file, ...limits];
    const seconds = Math.ceil(timeoutMs / 1000) * 2;
    return [
      prlimit,
      `--as=${memoryBytes}`,
      `--cpu=${seconds}`,
      `--fsize=${maxOutputBytes + 8 * MB}`,
      '--core=0',
      '--',
      file,
      ...limits,
    ];
  }
}

const from = (input: string): string[] => [...INPUT_GUARDS, '-max_pixels', String(MAX_PIXELS), '-i', `file:${input}`];

function asDomainError(error: unknown): unknown {
  if (error instanceof ChildFailure)
    return new DomainError('media_failed', 'The file is damaged or of a kind that cannot be converted', {
      cause: error,
    });
  if (error instanceof Error && 'syscall' in error)
    return new StorageError('A system program could not be started', { cause: error });
  return error;
}
