import { proto } from 'baileys-codec/WAProto/index.js';
import type { ContentKind, MessageContent, MessageNotes } from '../../world/content.js';
import type { Message } from '../../world/model.js';
import { disappearing, edit, pin, reaction, revoke } from './kinds/change.kind.js';
import { buttonReply, buttons, list, listReply } from './kinds/choice.kind.js';
import { contact } from './kinds/contact.kind.js';
import { event } from './kinds/event.kind.js';
import { groupInvite } from './kinds/group-invite.kind.js';
import type { Kind, Scene } from './kinds/kind.js';
import { audio, document, image, sticker, video, voice } from './kinds/media.kind.js';
import { location } from './kinds/location.kind.js';
import { poll, vote } from './kinds/poll.kind.js';
import { text } from './kinds/text.kind.js';
import { notesIn, writeNotes } from './notes.js';

const KINDS: { [K in ContentKind]: Kind<K> } = {
  text,
  image,
  video,
  audio,
  voice,
  document,
  sticker,
  location,
  contact,
  poll,
  vote,
  event,
  buttons,
  list,
  buttonReply,
  listReply,
  groupInvite,
  reaction,
  edit,
  revoke,
  pin,
  disappearing,
  // A linked device gets no content of it at all; between phones nothing is encoded.
  viewOnce: { encode: () => ({}), decode: () => undefined },
  unsupported: { encode: ({ note }) => ({ conversation: `[${note}]` }), decode: () => undefined },
};

export interface Said {
  content: MessageContent;
  notes: MessageNotes;
}

/** The protocol's form of a neutral content. */
export function toProto({ content, notes = {} }: Pick<Message, 'content' | 'notes'>, scene: Scene): proto.IMessage {
  if (!content) throw new Error('a message without content cannot be spelled');
  // The table pairs each kind with its translation; the compiler cannot follow the pair through an index.
  const kind = KINDS[content.kind] as Kind<ContentKind>;
  return writeNotes(kind.encode(content, scene), notes, scene);
}

/** The neutral content of a decrypted message; undefined for messages that carry nothing to show. */
export function toContent(message: proto.IMessage, scene: Scene): Said | undefined {
  const { inner, once } = unwrapped(message);
  for (const kind of Object.values(KINDS)) {
    const content = kind.decode(inner, scene);
    if (content) return { content: once ? viewedOnce(content) : content, notes: notesIn(inner, scene) };
  }
  if (inner.protocolMessage || inner.senderKeyDistributionMessage) return undefined;
  const [name] = fieldsOf(inner);
  return name === undefined ? undefined : { content: { kind: 'unsupported', note: name }, notes: {} };
}

const viewedOnce = (content: MessageContent): MessageContent =>
  content.kind === 'image' || content.kind === 'video' || content.kind === 'voice'
    ? { ...content, viewOnce: true }
    : content;

/** Some messages travel inside another one that says how to treat them. */
function unwrapped(message: proto.IMessage, once = false): { inner: proto.IMessage; once: boolean } {
  const { ephemeralMessage, editedMessage, documentWithCaptionMessage } = message;
  const secret = message.viewOnceMessage ?? message.viewOnceMessageV2 ?? message.viewOnceMessageV2Extension;
  const wrapped = secret ?? ephemeralMessage ?? editedMessage ?? documentWithCaptionMessage;
  return wrapped?.message ? unwrapped(wrapped.message, once || Boolean(secret)) : { inner: message, once };
}

const fieldsOf = (message: proto.IMessage): string[] =>
  Object.keys(proto.Message.toObject(proto.Message.fromObject(message))).filter(
    (field) => field !== 'messageContextInfo',
  );
