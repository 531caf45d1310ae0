import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@columba/core';
import { z } from 'zod';

const settings = z.object({
  enabled: z.boolean(),
  url: z.string(),
  token: z.string().nullable(),
});
/** Where events are posted to. The token goes with each of them. */
export type FaserfWebhookSettings = z.output<typeof settings>;

const FILE = 'faserf-webhook.json';

/** The settings in the data folder, readable by this user only. */
export class FaserfWebhookFile {
  private readonly file: string;

  constructor(directory: string) {
    this.file = join(directory, FILE);
  }

  /** `undefined` before the first {@link write}. @throws StorageError when the file is damaged */
  read(): FaserfWebhookSettings | undefined {
    try {
      return settings.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new StorageError(`${FILE} in the data folder cannot be read`, { cause });
    }
  }

  /** Complete or not at all. @throws StorageError */
  write(wanted: FaserfWebhookSettings): void {
    try {
      writeFileSync(`${this.file}.new`, `${JSON.stringify(wanted)}\n`, { mode: 0o600, flush: true });
      renameSync(`${this.file}.new`, this.file);
    } catch (cause) {
      throw new StorageError(`${FILE} in the data folder cannot be written`, { cause });
    }
  }
}
