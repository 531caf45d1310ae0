import { z } from 'zod';
import { area, type AreaValues } from './setting.js';

export const storageArea = area('Data', {
  directory: {
    env: 'COLUMBA_DATA_DIR',
    schema: z.string().min(1).default('./data'),
    description: 'Folder for the database, credentials and media. Whoever can read it owns the WhatsApp account.',
  },
});
export type StorageConfig = AreaValues<typeof storageArea>;
