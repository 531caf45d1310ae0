import { z } from 'zod';
import { commaList } from './readers.js';
import { area, type AreaValues } from './setting.js';

export const storageArea = area('Data', {
  directory: {
    env: 'COLUMBA_DATA_DIR',
    schema: z.string().min(1).default('./data'),
    description: 'Folder for the database, credentials and media. Whoever can read it owns the WhatsApp account.',
  },
  importDirectories: {
    env: 'COLUMBA_IMPORT_DIRS',
    schema: commaList.default([]),
    description:
      'More folders, divided by commas, in which logins of the add-ons by FaserF and gajosu are looked for at the start, besides the data folder. They are copied once and never changed.',
    shownDefault: 'none; `/config/import` in the image',
  },
});
export type StorageConfig = AreaValues<typeof storageArea>;
