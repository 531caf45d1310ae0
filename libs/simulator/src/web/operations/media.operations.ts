import { z } from 'zod';
import { damaged, type MediaFaults } from '../../faults/media-faults.js';
import { seconds } from '../../world/clock.js';
import { WorldError } from '../../world/errors.js';
import { hashIn, sealOf } from '../kinds/media.kind.js';
import { readKey } from '../device/keys.js';
import { NEVER, Refused, pageOperation, type OperationTable } from './operation.js';
import { key } from './schemas.js';

/** A page notices nothing of how its files travel: what stalls, drips or never ends is one to it, and it knows no delay. */
const ENDLESS = ['stall', 'drip', 'endless'];

/** @returns what is wrong with this transfer, where it ends at all. @throws Refused */
function troubleOf(faults: MediaFaults, direction: 'upload' | 'download'): 'never' | 'corrupt' | undefined {
  const action = faults.take(direction);
  if (action?.type === 'refuse') throw new Refused(String(action.status));
  if (action?.type === 'cut') throw new WorldError('offline', 'the connection to the media host broke');
  if (action?.type === 'corrupt') return 'corrupt';
  return action && ENDLESS.includes(action.type) ? 'never' : undefined;
}

/** Files as base64. The media host's faults, and fault rules on `upload` or `download`, are what goes wrong with them. */
export const mediaOperations: OperationTable = {
  upload: pageOperation(z.strictObject({ data: z.base64() }), ({ world, mediaFaults }, _asker, { data }) => {
    if (troubleOf(mediaFaults, 'upload') === 'never') return NEVER;
    const place = sealOf(world.files.add(Buffer.from(data, 'base64')));
    return { ...place, mediaKeyTimestamp: seconds(world.clock) };
  }),
  download: pageOperation(z.strictObject({ path: z.string() }), ({ world, files, mediaFaults }, _asker, { path }) => {
    if (files.isGone(path)) throw new WorldError('not_found', 'this file has expired');
    const bytes = world.files.find(hashIn(path) ?? '');
    if (!bytes) throw new WorldError('not_found', 'there is no such file');
    const trouble = troubleOf(mediaFaults, 'download');
    if (trouble === 'never') return NEVER;
    return Buffer.from(trouble === 'corrupt' ? damaged(bytes) : bytes).toString('base64');
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
