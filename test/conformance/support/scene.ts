import { jidUser, type Feature, type Jid, type MessageId } from '@columba/core';
import type { ScriptedPerson } from '@columba/core/testing';
import type { ConformanceColumn, ConformanceStage } from './column.js';
import { EventTail } from './event-tail.js';
import type { MediaHost } from './media-host.js';

/**
 * What a golden finds: a friend who wrote a text and sent a picture, somebody else who wrote nothing, a group of the
 * account's own with the friend in it, and a club of the friend's in which the account is nobody special, and a
 * party of the friend's that the account can join; and a channel of the friend's.
 */
export class Scene {
  readonly names = new Map<string, string>();

  private constructor(
    readonly stage: ConformanceStage,
    readonly friend: ScriptedPerson,
    readonly other: ScriptedPerson,
    readonly host: MediaHost,
  ) {}

  static async set(column: ConformanceColumn, stage: ConformanceStage, host: MediaHost): Promise<Scene> {
    // Only who follows somebody sees them come and go.
    const scene = new Scene(stage, await stage.contact(), await stage.contact(), host);
    scene.call('media', host.url);
    scene.callPeople();
    const can = (feature: Feature) => column.capabilities[feature].level !== 'none';
    if (can('presence.subscribe')) await scene.friend.follow(stage.owner.jid);
    await scene.say();
    if (can('media.download')) await scene.sendPicture();
    if (can('groups.create') && can('groups.read')) await scene.gather();
    await scene.publish();
    return scene;
  }

  call(name: string, value: string): void {
    this.names.set(name, value);
  }

  /** The chat that a golden's effect speaks of, as the account sees it. */
  chat(name: string): Jid {
    const people: Record<string, Jid> = { friend: this.friend.jid, other: this.other.jid };
    return people[name] ?? (this.names.get(`${name}Jid`) as Jid);
  }

  private callPeople(): void {
    const { owner } = this.stage;
    for (const [name, { jid }] of Object.entries({ me: owner, friend: this.friend, other: this.other })) {
      this.call(name, `${jidUser(jid)}@c.us`);
      this.call(`${name}Number`, jidUser(jid));
      this.call(`${name}Jid`, jid);
    }
    const stranger = jidUser(this.stage.strangerJid());
    this.call('stranger', `${stranger}@c.us`);
    this.call('strangerNumber', stranger);
  }

  private async say(): Promise<void> {
    await this.received('said', this.friend.send(this.stage.owner.jid, { kind: 'text', text: 'Hello from me' }));
  }

  private async sendPicture(): Promise<void> {
    const picture = { kind: 'image', bytes: this.host.png, mimeType: 'image/png', caption: 'a square' } as const;
    await this.received('picture', this.friend.send(this.stage.owner.jid, picture));
  }

  private async gather(): Promise<void> {
    const { owner } = this.stage;
    const tail = this.tail;
    const own = await owner.groups.create('Family', [this.friend.jid]);
    const club = await this.friend.groups.create('Club', [owner.jid]);
    for (const [name, { id }] of [['group', own.group] as const, ['club', club.group] as const]) {
      this.call(name, id);
      this.call(`${name}Number`, jidUser(id));
      this.call(`${name}Jid`, id);
      await tail.find(({ type, data }) => type === 'group.joined' && JSON.stringify(data).includes(id));
    }
    const party = await this.friend.groups.create('Party', []);
    this.call('party', party.group.id);
    this.call('partyJid', party.group.id);
    this.call('meeting', (await this.friend.groups.invite(party.group.id)).code);
    await this.received('chatter', this.friend.send(club.group.id, { kind: 'text', text: 'Who is in?' }));
  }

  private async publish(): Promise<void> {
    const { id, inviteCode = '' } = await this.friend.channels.create('Street', {
      description: 'What goes on in it',
      pictureUrl: 'https://pps.whatsapp.net/v/t61.24694-24/street.jpg',
    });
    this.call('channel', id);
    this.call('channelJid', id);
    this.call('channelCode', inviteCode);
  }

  private async received(name: string, sent: Promise<MessageId>): Promise<void> {
    const id = await sent;
    this.call(name, id);
    await this.tail.received(id);
  }

  private get tail(): EventTail {
    return new EventTail(this.stage.baseUrl, this.stage.token);
  }
}
