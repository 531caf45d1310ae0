import { Model } from '../base/model.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';
import { Collection } from '../base/collection.js';
import { hidden } from '../base/hidden.js';

/** `type`: available, unavailable, composing or recording_audio. */
export class ChatStateModel extends Model {
  declare id: Wid;
  declare type: string;

  constructor({ id }: { id: WidLike }) {
    super({ id: createWid(id), type: 'unavailable', t: 0, deny: false });
  }
}

/** Whether somebody is there, and what is being typed in the chat. */
export class PresenceModel extends Model {
  declare id: Wid;
  declare isOnline: boolean;
  declare chatstate: ChatStateModel;
  /** Of a group: what each member does. */
  declare chatstates: Collection<ChatStateModel>;

  constructor({ id }: { id: WidLike }) {
    super({ id: createWid(id), isOnline: false, hasData: false, isSubscribed: false });
    hidden(this, 'chatstate', new ChatStateModel({ id }));
    hidden(this, 'chatstates', new Collection(ChatStateModel));
    this.chatstate.on('change:type', (state: ChatStateModel) =>
      this.collection?.trigger('change:chatstate.type', state),
    );
  }
}
