import { z } from 'zod';
import { seconds } from '../../world/clock.js';
import { WorldError } from '../../world/errors.js';
import { hashIn, sealOf } from '../kinds/media.kind.js';
import { readKey } from '../device/keys.js';
import { pageOperation, type OperationTable } from './operation.js';
import { key } from './schemas.js';

/** Files as base64. A fault rule on `upload` or `download` is what goes wrong with them. */
export const mediaOperations: OperationTable = {
  upload: pageOperation(z.strictObject({ data: z.base64() }), ({ world }, _asker, { data }) => ({
    ...sealOf(world.files.add(Buffer.from(data, 'base64'))),
    mediaKeyTimestamp: seconds(world.clock),
  })),
  download: pageOperation(z.strictObject({ path: z.string() }), ({ world, files }, _asker, { path }) => {
    if (files.isGone(path)) throw new WorldError('not_found', 'this file has expired');
    const bytes = world.files.find(hashIn(path) ?? '');
    if (!bytes) throw new WorldError('not_found', 'there is no such file');
    return Buffer.from(bytes).toString('base64');
  }),
  /** The own phone is asked to upload the file of a message again. Tells where it lies now. */
  uploadAgain: pageOperation(z.strictObject({ key, path: z.string() }), (context, { device, me }, input) => {
    const { files, world } = context;
    const about = readKey(context, me, input.key);
    if (!about) throw new WorldError('not_found', 'no such message');
    world.log.append('media.asked', { device, key: about });
    files.again(about);
    return files.pathOf(about, input.path.split('?')[0] ?? input.path);
  }),
};
