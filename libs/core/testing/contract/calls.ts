import { STATUS_JID, type EngineService, type Feature, type OutgoingContent } from '../../src/index.js';
import { ANN, CHANNEL, GROUP, aMessage } from '../factories.js';

const { key } = aMessage();
const { id } = key;
const media = { file: '/nowhere', mimeType: 'application/octet-stream', sizeBytes: 1 };
const at = new Date('2026-01-02T03:04:05.000Z');

const sending = (content: OutgoingContent) => (engine: EngineService) =>
  engine.messages.send(ANN, content, { messageId: id });
const text = { kind: 'text', text: 'Hello' } as const;

/**
 * One plausible call per feature, to see it refused: because the engine cannot do it, or because it is not connected.
 * `null`: the feature is nothing that is called.
 */
export const CALL_OF: Record<Feature, ((engine: EngineService) => Promise<unknown>) | null> = {
  'session.pairing.qr': null,
  'session.pairing.code': (engine) => engine.session.requestCode('4915100000901'),
  'session.logout': (engine) => engine.session.logout(),
  'messages.send.text': sending(text),
  'messages.send.image': sending({ kind: 'image', media }),
  'messages.send.video': sending({ kind: 'video', media, style: 'normal' }),
  'messages.send.audio': sending({ kind: 'audio', media }),
  'messages.send.voice': sending({ kind: 'voice', media }),
  'messages.send.document': sending({ kind: 'document', media }),
  'messages.send.sticker': sending({ kind: 'sticker', media }),
  'messages.send.location': sending({ kind: 'location', latitude: 1, longitude: 2 }),
  'messages.send.contact': sending({ kind: 'contact', contacts: [{ name: 'Ann', phones: [], vcard: '' }] }),
  'messages.send.poll': sending({ kind: 'poll', question: 'Tea?', options: ['Yes', 'No'], selectableCount: 1 }),
  'messages.send.event': sending({ kind: 'event', name: 'Tea', startsAt: at }),
  'messages.send.buttons': sending({ kind: 'buttons', text: 'Tea?', buttons: [{ id: 'yes', text: 'Yes' }] }),
  'messages.send.list': sending({ kind: 'list', text: 'Tea?', buttonText: 'Choose', sections: [] }),
  'messages.send.groupInvite': sending({ kind: 'groupInvite', groupId: GROUP }),
  'messages.quote': (engine) => engine.messages.send(ANN, text, { messageId: id, quoted: key }),
  'messages.mention': (engine) => engine.messages.send(ANN, text, { messageId: id, mentions: [ANN] }),
  'messages.mentionAll': (engine) => engine.messages.send(GROUP, text, { messageId: id, mentionAll: true }),
  'messages.edit': (engine) => engine.messages.edit(key, 'Hello', id),
  'messages.revoke': (engine) => engine.messages.revoke(key, id),
  'messages.deleteForMe': (engine) => engine.messages.deleteForMe(key, at),
  'messages.react': (engine) => engine.messages.react(key, '👍', id),
  'messages.vote': (engine) => engine.messages.vote(key, ['Yes'], id),
  'messages.star': (engine) => engine.messages.star(key, true),
  'messages.pin': (engine) => engine.messages.pin(key, 86_400, id),
  'messages.forward': (engine) => engine.messages.forward(key, ANN, id),
  'messages.markRead': (engine) => engine.messages.markRead([key]),
  'chats.archive': (engine) => engine.chats.archive(ANN, true),
  'chats.pin': (engine) => engine.chats.pin(ANN, true),
  'chats.mute': (engine) => engine.chats.mute(ANN, at),
  'chats.markUnread': (engine) => engine.chats.markUnread(ANN, true),
  'chats.clear': (engine) => engine.chats.clear(ANN),
  'chats.delete': (engine) => engine.chats.delete(ANN),
  'chats.disappearing': (engine) => engine.chats.setDisappearing(ANN, 86_400),
  'chats.labels': (engine) => engine.chats.listLabels(),
  'labels.edit': (engine) => engine.chats.saveLabel({ id: '5', name: 'Garden', color: 1 }),
  'presence.own': (engine) => engine.presence.set('available'),
  'presence.inChat': (engine) => engine.presence.setInChat(ANN, 'composing'),
  'presence.subscribe': (engine) => engine.presence.subscribe(ANN),
  'groups.read': (engine) => engine.groups.list(),
  'groups.create': (engine) => engine.groups.create('Garden', [ANN]),
  'groups.update': (engine) => engine.groups.update(GROUP, { subject: 'Garden' }),
  'groups.picture': (engine) => engine.groups.setPicture(GROUP, null),
  'groups.participants': (engine) => engine.groups.changeParticipants(GROUP, 'add', [ANN]),
  'groups.invite': (engine) => engine.groups.invite(GROUP),
  'groups.join': (engine) => engine.groups.join('abcdefghijklmnopqrstuv'),
  'groups.leave': (engine) => engine.groups.leave(GROUP),
  'groups.joinRequests': (engine) => engine.groups.joinRequests(GROUP),
  'contacts.check': (engine) => engine.contacts.check([ANN]),
  'contacts.picture': (engine) => engine.contacts.picture(ANN),
  'contacts.about': (engine) => engine.contacts.about(ANN),
  'contacts.block': (engine) => engine.contacts.block(ANN, true),
  'contacts.saveName': (engine) => engine.contacts.saveName(ANN, 'Ann'),
  'profile.name': (engine) => engine.profile.setName('Ann'),
  'profile.about': (engine) => engine.profile.setAbout('Here'),
  'profile.picture': (engine) => engine.profile.setPicture(null),
  'statuses.post': (engine) => engine.messages.send(STATUS_JID, text, { messageId: id }),
  'calls.reject': (engine) => engine.calls.reject('CALL1', ANN),
  'media.download': (engine) => engine.media.download(key),
  'media.refetch': (engine) => engine.media.refetch(key),
  'channels.read': (engine) => engine.channels.get(CHANNEL),
  'channels.follow': (engine) => engine.channels.follow(CHANNEL),
  'channels.mute': (engine) => engine.channels.mute(CHANNEL, true),
  // They come by themselves.
  'channels.posts': null,
  'channels.messages': (engine) => engine.messages.send(CHANNEL, text, { messageId: id }),
  // The way of somebody who shares it: told, or not.
  'locations.live': null,
  'history.sync': null,
};
