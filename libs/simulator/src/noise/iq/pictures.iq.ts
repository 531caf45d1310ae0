import { WorldError } from '../../world/errors.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { PictureOwner } from '../../world/picture-model.js';
import type { DoorContext } from '../context.js';
import { bytesOf, errorResult, result, stanza, type Stanza } from '../stanza.js';
import type { IqHandler, IqTable } from './handler.js';

type Refusal = readonly [code: string, text: string];

const NOT_FOUND: Refusal = ['404', 'item-not-found'];
const HIDDEN: Refusal = ['401', 'not-authorized'];

/** Whose picture a request is about; of nobody else named, the caller's own. */
const ownerOf = ({ jids }: DoorContext, target: string | undefined, caller: PhoneNumber): PictureOwner | undefined =>
  target === undefined ? caller : (jids.chat(target) ?? jids.account(target));

type Answer = (context: DoorContext, by: PhoneNumber, owner: PictureOwner, request: Stanza, body?: Stanza) => Stanza;

const answering =
  (handler: Answer): IqHandler =>
  (context, { account }, request, body) => {
    const owner = ownerOf(context, request.attrs.target, account);
    if (owner === undefined) return errorResult(request, ...NOT_FOUND);
    try {
      return handler(context, account, owner, request, body);
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      const why: Refusal = error.code === 'not_found' ? NOT_FOUND : HIDDEN;
      return errorResult(request, ...why);
    }
  };

/** Pictures lie at the media host; there is one size of each. */
const get = answering(({ world, mediaHost }, by, owner, request, body) => {
  const { type = 'preview' } = body?.attrs ?? {};
  const picture = world.pictures.seenBy(by, owner);
  if (!picture) return errorResult(request, ...NOT_FOUND);
  const path = `/pictures/${picture.id}.jpg`;
  mediaHost.blobs.put(path, picture.jpeg, 'image/jpeg');
  return result(request, [stanza('picture', { id: picture.id, type, url: mediaHost.url(path), direct_path: path })]);
});

/** Without bytes the picture is taken away. */
const set = answering(({ world }, by, owner, request, body) => {
  const jpeg = bytesOf(body);
  const picture = world.pictures.set(by, owner, jpeg.length > 0 ? jpeg : null);
  return result(request, picture ? [stanza('picture', { id: picture.id })] : undefined);
});

export const pictureTable: IqTable = {
  'w:profile:picture get picture': get,
  'w:profile:picture set picture': set,
  // Taking one's own away is a request without a body.
  'w:profile:picture set': set,
};
