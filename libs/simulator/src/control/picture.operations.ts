import { z } from 'zod';
import { operation } from './operation.js';
import { number, target } from './schemas.js';

/** Pictures of people and groups. Bytes travel as base64. */
export const pictureOperations = {
  /** Somebody takes a picture for the own account, or for a group; null takes it away. */
  'picture.set': operation(
    z.strictObject({ by: number, of: target.optional(), jpeg: z.base64().min(1).nullable() }),
    ({ world }, { by, of = by, jpeg }) => {
      world.pictures.set(by, of, jpeg === null ? null : Buffer.from(jpeg, 'base64'));
    },
  ),
  /** What this person sees of another one or of a group; null: no picture. */
  'picture.view': operation(z.strictObject({ by: number, of: target }), ({ world }, { by, of }) => {
    const picture = world.pictures.seenBy(by, of);
    return picture ? Buffer.from(picture.jpeg).toString('base64') : null;
  }),
  /** Who sees this person's picture; `contacts`: those with whom it has a chat. */
  'picture.privacy': operation(
    z.strictObject({ pn: number, show: z.enum(['all', 'contacts', 'none']) }),
    ({ world }, { pn, show }) => {
      world.directory.get(pn).privacy.profile = show;
    },
  ),
};
