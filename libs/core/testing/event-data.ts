import { parseMessageId, type EventMap, type EventType } from '../src/index.js';
import { ANN, ANN_LID, GROUP, OCCURRED_AT, aGroup, aMessage, aPerson } from './factories.js';

const ref = () => ({ messageId: parseMessageId('3EB0000000000000000001'), chat: ANN, by: aPerson() });

/** One ordinary example of the data of every event there is. */
const EXAMPLES: { [T in EventType]: () => EventMap[T] } = {
  'session.state_changed': () => ({ state: 'connected', previousState: 'connecting' }),
  'session.pairing_changed': () => ({ kind: 'qr', expiresAt: OCCURRED_AT }),
  'session.restricted': () => ({ kind: 'new_chats', until: OCCURRED_AT }),
  'session.security_notice': () => ({ code: 'forged_protocol_message' }),
  'message.received': () => ({ message: aMessage() }),
  'message.sent': () => ({ message: aMessage({ key: { fromMe: true } }) }),
  'message.status_changed': () => ({ messageId: ref().messageId, chat: ANN, status: 'delivered' }),
  'message.edited': () => ({ ...ref(), text: 'Hello again', editedAt: OCCURRED_AT }),
  'message.revoked': () => ({ ...ref(), scope: 'everyone' }),
  'message.reacted': () => ({ ...ref(), emoji: '👍' }),
  'message.starred': () => ({ ...ref(), starred: true }),
  'message.pinned': () => ({ ...ref(), pinned: true, until: OCCURRED_AT }),
  'message.undecryptable': () => ({
    message: aMessage({ content: { kind: 'unsupported', reason: 'undecryptable' } }),
  }),
  'message.recovered': () => ({ message: aMessage() }),
  'media.changed': () => ({
    messageId: ref().messageId,
    chat: ANN,
    media: { mediaId: 'media-1', state: 'ready', mimeType: 'image/jpeg', sizeBytes: 3 },
  }),
  'poll.voted': () => ({ messageId: ref().messageId, chat: ANN, voter: aPerson(), options: ['Yes'] }),
  'poll.vote_unreadable': () => ({ messageId: ref().messageId, chat: ANN, voter: aPerson() }),
  'chat.updated': () => ({ chat: { id: ANN, archived: true }, changed: ['archived'] }),
  'chat.removed': () => ({ chat: ANN }),
  'contact.updated': () => ({ contact: { ...aPerson(), pushName: 'Ann' }, changed: ['pushName'] }),
  'identity.changed': () => ({ previousId: ANN_LID, id: ANN, phone: '+4915100000901', lid: ANN_LID, reason: 'learnt' }),
  'group.joined': () => ({ group: aGroup(), by: aPerson() }),
  'group.left': () => ({ groupId: GROUP, by: aPerson() }),
  'group.updated': () => ({ group: { id: GROUP, subject: 'Garden' }, by: aPerson(), changed: ['subject'] }),
  'group.participants_changed': () => ({ groupId: GROUP, action: 'add', participants: [aPerson()], by: aPerson() }),
  'group.join_requested': () => ({ groupId: GROUP, person: aPerson() }),
  'presence.changed': () => ({ chat: ANN, participant: aPerson(), presence: 'available' }),
  'call.offered': () => ({ callId: 'CALL1', from: aPerson(), video: false, group: false }),
  'call.ended': () => ({ callId: 'CALL1', from: aPerson(), outcome: 'missed' }),
  'history.received': () => ({ part: 'recent', progress: 100, chats: 2, contacts: 0, messages: 40 }),
  'history.failed': () => ({ part: 'recent', code: 'media_failed' }),
  'label.updated': () => ({ label: { id: '1', name: 'New customer', color: 0 } }),
  'label.removed': () => ({ labelId: '1' }),
  'chat.labels_changed': () => ({ chat: ANN, labelIds: ['1'] }),
};

export const eventData = <T extends EventType>(type: T): EventMap[T] => EXAMPLES[type]();
