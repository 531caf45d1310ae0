import type { Group, MessageId, PresenceState } from '@columba/core';
import type { SeenChat, SeenMessage } from '@columba/core/testing';
import { differences, type Shapes } from './match.js';
import type { Scene } from './scene.js';

type Told = Record<string, unknown>;
type See = (scene: Scene, told: Told, shapes: Shapes) => Promise<unknown>;

/** A golden's own word. */
function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`A name was expected, not ${JSON.stringify(value)}`);
  return value;
}

const open = (told: Told): Told => ({ ...told, $open: true });

/** What a golden can say of WhatsApp after a request; each waits until it is so, and fails when it does not come to pass. */
const EFFECTS: Record<string, See> = {
  /** The account's own phone shows the chat like this. */
  ownChat: (scene, { chat, ...wanted }, shapes) =>
    scene.stage.owner.seesChat(
      scene.chat(text(chat)),
      (seen: SeenChat) => differences(seen, open(wanted), shapes).length === 0,
    ),
  /** The friend's phone shows this message, in the chat with the account or in a group. */
  friendSees: (scene, { id, chat, ...wanted }, shapes) =>
    scene.friend.seesMessage(
      chat === undefined ? scene.stage.owner.jid : scene.chat(text(chat)),
      text(id) as MessageId,
      (seen: SeenMessage) => differences(withLength(seen), open(wanted), shapes).length === 0,
    ),
  ownSees: (scene, { id, chat, ...wanted }, shapes) =>
    scene.stage.owner.seesMessage(
      scene.chat(text(chat)),
      text(id) as MessageId,
      (seen: SeenMessage) => differences(withLength(seen), open(wanted), shapes).length === 0,
    ),
  otherSees: (scene, { id, ...wanted }, shapes) =>
    scene.other.seesMessage(
      scene.stage.owner.jid,
      text(id) as MessageId,
      (seen: SeenMessage) => differences(withLength(seen), open(wanted), shapes).length === 0,
    ),
  friendSeesTyping: ({ friend, stage }, { state }) =>
    friend.seesPresence(stage.owner.jid, state as PresenceState, stage.owner.jid),
  friendSeesPresence: ({ friend, stage }, { state }) => friend.seesPresence(stage.owner.jid, state as PresenceState),
  friendSeesProfile: ({ friend, stage }, wanted, shapes) =>
    friend.seesProfile(stage.owner.jid, (seen) => differences(seen, open(wanted), shapes).length === 0),
  /** The account's phone shows the group; `members` by name and role, `null` when it has left. */
  ownGroup: (scene, { group, members, ...wanted }, shapes) =>
    scene.stage.owner.seesGroup(scene.chat(text(group)), (seen) => {
      if (members === null || seen === undefined) return members === null && seen === undefined;
      const isSo = members === undefined || sameMembers(scene, seen, members as Record<string, string>);
      return isSo && differences(seen, open(wanted), shapes).length === 0;
    }),
  /** What the account is to the channel; `role` null: nothing. */
  ownChannel: (scene, { channel, role, muted }) => {
    const { jid } = scene.stage.owner;
    return scene.friend.channels.sees(
      scene.chat(text(channel)),
      ({ roles, mutedBy }) => (roles[jid] ?? null) === role && mutedBy.includes(jid) === muted,
    );
  },
};

const withLength = (seen: SeenMessage) => ({ ...seen, bytes: seen.bytes?.length });

function sameMembers(scene: Scene, group: Group, members: Record<string, string>): boolean {
  const people: Record<string, string> = {
    me: scene.stage.owner.jid,
    friend: scene.friend.jid,
    other: scene.other.jid,
  };
  const wanted = Object.entries(members).map(([name, role]) => `${people[name]} ${role}`);
  const seen = group.participants.map(({ id, role }) => `${id} ${role}`);
  return JSON.stringify(wanted.toSorted()) === JSON.stringify(seen.toSorted());
}

export async function see(scene: Scene, effects: Record<string, unknown>, shapes: Shapes): Promise<void> {
  for (const [name, told] of Object.entries(effects)) {
    const effect = EFFECTS[name];
    if (!effect) throw new Error(`There is no effect ${name}`);
    await effect(scene, told as Told, shapes);
  }
}
