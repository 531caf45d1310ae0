import { InvalidInputError, type ProfilePort } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import { acquaintances, tellContact } from './fake-contact-news.js';
import type { FakeActor } from './fake-gate.js';
import type { FakeWorldState } from './fake-world-state.js';

/** What an account shows of itself; those who know it hear of a change. */
export class FakeProfile implements ProfilePort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async setName(name: string): Promise<void> {
    const me = this.actor.act('profile.setName', 'profile.name', [name]);
    me.name = name;
    this.tell(me, (other) => tellContact(this.world, other, me, { pushName: name }));
  }

  async setAbout(text: string): Promise<void> {
    const me = this.actor.act('profile.setAbout', 'profile.about', [text]);
    me.about = { text, changedAt: this.world.clock.now() };
    this.tell(me, (other) => tellContact(this.world, other, me, {}, ['about']));
  }

  async setPicture(jpeg: Uint8Array | null): Promise<void> {
    const me = this.actor.act('profile.setPicture', 'profile.picture', [jpeg]);
    if (jpeg && !(jpeg[0] === 0xff && jpeg[1] === 0xd8)) throw new InvalidInputError('A picture has to be a JPEG');
    me.picture = jpeg?.slice();
    this.tell(me, (other) => tellContact(this.world, other, me, {}, ['picture']));
  }

  private tell(me: FakeAccount, news: (other: FakeAccount) => void): void {
    for (const other of acquaintances(this.world, me)) news(other);
    this.world.office.post(() => {});
  }
}
