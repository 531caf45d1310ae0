import { expect } from '@jest/globals';
import type { EngineService, Feature, MessageId, MessageKey } from '../../src/index.js';
import { failsWith, type Stage } from './stage.js';
import type { ScriptedPerson } from './scripted.js';
import type { ContractSuite, Facet } from './suite.js';

type Act = (engine: EngineService, target: MessageKey, id: MessageId) => Promise<unknown>;

/** Everything that speaks about a message that is there already. */
const ACTS: Partial<Record<Feature, Act>> = {
  'messages.quote': (engine, quoted, messageId) =>
    engine.messages.send(quoted.chat, { kind: 'text', text: 'Yes' }, { messageId, quoted }),
  'messages.edit': (engine, target, id) => engine.messages.edit(target, 'Changed', id),
  'messages.revoke': (engine, target, id) => engine.messages.revoke(target, id),
  'messages.deleteForMe': (engine, target) => engine.messages.deleteForMe(target, new Date('2026-01-02T03:04:05Z')),
  'messages.react': (engine, target, id) => engine.messages.react(target, '👍', id),
  'messages.vote': (engine, target, id) => engine.messages.vote(target, ['Yes'], id),
  'messages.star': (engine, target) => engine.messages.star(target, true),
  'messages.pin': (engine, target, id) => engine.messages.pin(target, 86_400, id),
  'messages.forward': (engine, target, id) => engine.messages.forward(target, target.chat, id),
  'media.download': (engine, target) => engine.media.download(target),
  'media.refetch': (engine, target) => engine.media.refetch(target),
};

/** What is said about a message that this account does not have: one error for all of it, and nobody hears of it. */
export function describeUnknownMessages(suite: ContractSuite): void {
  suite.facet('messages: unknown ones', (facet) => {
    for (const [feature, act] of Object.entries(ACTS)) unknown(facet, feature as Feature, act);
    votes(facet);
  });
}

function unknown(facet: Facet, feature: Feature, act: Act): void {
  facet.behaviour(feature, 'what is said of an unknown message is not found, and reaches nobody', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    await t.receive(contact, 'Something else');
    const id = t.harness.newMessageId();
    for (const target of unknownKeys(t, contact, group, id))
      await failsWith('not_found', act(t.engine, target, t.harness.newMessageId()));
    await t.sendText(contact.jid, 'After it');
    const seen = await contact.messagesIn(t.owner.jid);
    expect(seen.map(({ content }) => content)).toMatchObject([{ text: 'Something else' }, { text: 'After it' }]);
    expect(await contact.messagesIn(group)).toEqual([]);
  });
}

const unknownKeys = (t: Stage, contact: ScriptedPerson, group: MessageKey['chat'], id: MessageId): MessageKey[] => [
  { chat: contact.jid, id, fromMe: false },
  { chat: contact.jid, id, fromMe: true },
  { chat: group, id, fromMe: true, participant: t.owner.jid },
];

function votes(facet: Facet): void {
  facet.behaviour('messages.vote', 'there is nothing to choose in what is no poll', async (t) => {
    const contact = await t.contact();
    const { key } = await t.receive(contact, 'Tea?');
    await failsWith('invalid_input', t.engine.messages.vote(key, ['Yes'], t.harness.newMessageId()));
    expect((await contact.seesMessage(t.owner.jid, key.id)).votes).toEqual({});
  });
}
