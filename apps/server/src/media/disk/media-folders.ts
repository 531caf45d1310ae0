import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InvalidInputError, parseSessionName, type Clock, type SessionName } from '@columba/core';

/** `incoming`: from WhatsApp. `uploads`: for later sends. `outgoing`: of sends that are under way. */
export type MediaArea = 'incoming' | 'uploads' | 'outgoing';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a session's media lie: inside the session's own folder, so that they go with it. */
export class MediaFolders {
  constructor(
    private readonly dataDirectory: string,
    private readonly clock: Clock,
  ) {}

  async of(session: SessionName, area: MediaArea): Promise<string> {
    const folder = join(this.dataDirectory, 'sessions', parseSessionName(session), 'media', area);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** A path for a new file. Its name tells nothing and cannot lead anywhere else. */
  async newFile(session: SessionName, area: MediaArea, extension: string): Promise<string> {
    return join(await this.of(session, area), `${randomUUID()}.${extension}`);
  }

  /** Removes a file and everything beside it whose name goes on from its name. */
  async removeStartingWith(file: string): Promise<void> {
    for (const name of await readdir(dirname(file)))
      if (name.startsWith(basename(file))) await rm(join(dirname(file), name), { force: true });
  }

  /** Removes files that were not written within the last `ageMs`, but for those of the names in `kept`. */
  async removeOlderThan(
    session: SessionName,
    area: MediaArea,
    ageMs: number,
    kept: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const folder = await this.of(session, area);
    const oldest = this.clock.now().getTime() - ageMs;
    for (const name of await readdir(folder)) {
      if (kept.has(name)) continue;
      const facts = await stat(join(folder, name)).catch(() => undefined);
      if (facts && facts.mtimeMs < oldest) await rm(join(folder, name), { force: true });
    }
  }
}

export const newMediaId = (): string => randomUUID();

/** The same parts give the same id, so that a message that is delivered twice keeps one file. */
export function mediaIdOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const isMediaId = (text: string): boolean => UUID.test(text);

/** @throws InvalidInputError unless it is a UUID as we make them; nothing else becomes part of a path. */
export function parseMediaId(text: string): string {
  if (!isMediaId(text)) throw new InvalidInputError('That is not the id of a media file');
  return text;
}
