import { isGroupChat } from '../world/ids.js';
import type { PictureNotice } from '../world/picture-model.js';
import type { DoorContext } from './context.js';
import { stanza, type Stanza } from './stanza.js';

/** A `picture` notification. That the device which caused the change gets it as well is a guess. */
export function pictureStanza({ world, jids }: DoorContext, notice: PictureNotice, id: string): Stanza {
  const { owner, by, at, id: picture } = notice;
  const hidden = !isGroupChat(owner) && world.directory.get(owner).phoneHidden;
  const jid = jids.ofChat(owner, isGroupChat(owner) || hidden ? 'lid' : 'pn');
  const attrs = { jid, author: jids.of(by, 'lid'), id: picture };
  return stanza('notification', { from: jid, type: 'picture', id, t: Math.floor(at / 1000) }, [
    stanza(picture === undefined ? 'delete' : 'set', attrs),
  ]);
}
