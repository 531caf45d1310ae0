import { z } from 'zod';
import { seconds } from '../../world/clock.js';
import { WorldError } from '../../world/errors.js';
import { hashIn, sealOf } from '../kinds/media.kind.js';
import { pageOperation, type OperationTable } from './operation.js';

/** Files as base64. A fault rule on `upload` or `download` is what goes wrong with them. */
export const mediaOperations: OperationTable = {
  upload: pageOperation(z.strictObject({ data: z.base64() }), ({ world }, _asker, { data }) => ({
    ...sealOf(world.files.add(Buffer.from(data, 'base64'))),
    mediaKeyTimestamp: seconds(world.clock),
  })),
  download: pageOperation(z.strictObject({ path: z.string() }), ({ world }, _asker, { path }) => {
    const bytes = world.files.find(hashIn(path) ?? '');
    if (!bytes) throw new WorldError('not_found', 'there is no such file');
    return Buffer.from(bytes).toString('base64');
  }),
};
