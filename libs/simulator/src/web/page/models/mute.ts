import { Model } from '../base/model.js';

/** Whose chat it is. */
type Muted = Model & { muteExpiration: number };

/** Until when a chat is mute: seconds since 1970, 0 not at all, -1 for ever. */
export class MuteModel extends Model {
  declare expiration: number;

  readonly #chat: Muted;

  constructor(chat: Muted) {
    super({ expiration: chat.muteExpiration });
    this.#chat = chat;
  }

  mute({ expiration }: { expiration: number }): Promise<void> {
    this.set('expiration', expiration);
    this.#chat.set('muteExpiration', expiration);
    return Promise.resolve();
  }

  unmute(): Promise<void> {
    return this.mute({ expiration: 0 });
  }
}
