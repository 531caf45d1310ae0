import type { MessageContent } from '@columba/core';
import type { ContentFields, ContentReader } from './content-reader.js';
import { buttonReplyContent, buttonsContent, hasButtons, listContent, listReplyContent } from './choice.content.js';
import { contactContent, contactsContent } from './contact.content.js';
import { eventContent } from './event.content.js';
import { groupInviteContent } from './group-invite.content.js';
import { locationContent } from './location.content.js';
import { MEDIA_READERS } from './media.content.js';
import { pollContent } from './poll.content.js';
import { textContent } from './text.content.js';

/** By WhatsApp's own name of the type. A new kind is one file here and one line. */
const READERS: Readonly<Record<string, ContentReader>> = {
  chat: (message) => (hasButtons(message) ? buttonsContent(message) : textContent(message)),
  location: locationContent,
  vcard: contactContent,
  multi_vcard: contactsContent,
  poll_creation: pollContent,
  event_creation: eventContent,
  groups_v4_invite: groupInviteContent,
  list: listContent,
  buttons_response: buttonReplyContent,
  template_button_reply: buttonReplyContent,
  list_response: listReplyContent,
  ...MEDIA_READERS,
};

/** Notices of the page itself, and messages that carry a change of another one. */
const SILENT: readonly string[] = [
  'gp2',
  'e2e_notification',
  'notification',
  'notification_template',
  'broadcast_notification',
  'newsletter_notification',
  'call_log',
  'protocol',
  'reaction',
  'reaction_enc',
  'poll_update',
  'pin_message',
  'keep_in_chat',
  'pinned_message',
  'debug',
];

export function toContent(message: ContentFields): MessageContent | undefined {
  const { type } = message;
  if (SILENT.includes(type)) return undefined;
  if (type === 'ciphertext') return { kind: 'unsupported', reason: 'undecryptable' };
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  return read ? read(message) : { kind: 'unsupported', reason: 'unknown_kind', whatsappType: type };
}
