import { Model } from '../base/model.js';

/** Until when a chat is mute: seconds since 1970, 0 not at all, -1 for ever. */
export class MuteModel extends Model {
  declare expiration: number;
  readonly #change: (expiration: number) => Promise<void>;

  constructor(expiration: number, change: (expiration: number) => Promise<void>) {
    super({ expiration });
    this.#change = change;
  }

  async mute({ expiration }: { expiration: number }): Promise<void> {
    await this.#change(expiration);
    this.set('expiration', expiration);
  }

  unmute(): Promise<void> {
    return this.mute({ expiration: 0 });
  }
}
