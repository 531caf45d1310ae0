import type { ChangeContent, ContentKind, MessageContent } from '../../world/content.js';
import type { MessageFields } from '../facts.js';
import { buttonReply, buttons, list, listReply } from './choice.kind.js';
import { unsupported, viewOnce } from './closed.kind.js';
import { contact } from './contact.kind.js';
import { disappearing } from './disappearing.kind.js';
import { event } from './event.kind.js';
import { groupInvite } from './group-invite.kind.js';
import type { Kind } from './kind.js';
import { audio, document, image, sticker, video, voice } from './media.kind.js';
import { location } from './location.kind.js';
import { poll } from './poll.kind.js';
import { text } from './text.kind.js';

type Said = Exclude<ContentKind, ChangeContent['kind']>;
export type SaidContent = Exclude<MessageContent, ChangeContent>;

/** Texts come last: other kinds are texts with something besides. */
const KINDS: { [K in Said]: Kind<K> } = {
  image,
  video,
  audio,
  voice,
  document,
  sticker,
  location,
  contact,
  poll,
  event,
  buttons,
  list,
  buttonReply,
  listReply,
  groupInvite,
  disappearing,
  viewOnce,
  text,
  unsupported,
};

export function toFields(content: SaidContent): MessageFields {
  // The table pairs each kind with its translation; the compiler cannot follow the pair through an index.
  return (KINDS[content.kind] as Kind<Said>).encode(content);
}

export function toContent(fields: MessageFields): SaidContent {
  for (const kind of Object.values(KINDS)) {
    const content = kind.decode(fields);
    if (content) return content;
  }
  return { kind: 'unsupported', note: fields.type };
}
