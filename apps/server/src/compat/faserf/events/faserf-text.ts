import type { ContentKind, MessageContent } from '@columba/core';

/** What a message says, in one text; empty when there are no words in it. */
export function wordsOf(content: MessageContent): string {
  switch (content.kind) {
    case 'text':
    case 'buttons':
    case 'list':
    case 'buttonReply':
      return content.text;
    case 'listReply':
      return content.title;
    case 'image':
    case 'video':
    case 'document':
    case 'groupInvite':
      return content.caption ?? '';
    case 'poll':
      return content.question;
    case 'pollVote':
      return content.options.join(', ');
    case 'event':
      return content.name;
    case 'location':
      return content.name ?? content.address ?? '';
    case 'contact':
      return content.contacts.map(({ name }) => name).join(', ');
    case 'system':
      return content.text ?? '';
    default:
      return '';
  }
}

/** The same for somebody who reads a list: what has no words is named. */
export const textOf = (content: MessageContent): string => wordsOf(content) || NAMES[content.kind];

const NAMES: Record<ContentKind, string> = {
  text: '',
  image: 'Image',
  video: 'Video',
  audio: 'Audio',
  voice: 'Voice message',
  document: 'Document',
  sticker: 'Sticker',
  location: 'Location',
  contact: 'Contact',
  poll: 'Poll',
  event: 'Event',
  buttons: 'Buttons',
  list: 'List',
  buttonReply: 'Button',
  listReply: 'List',
  pollVote: 'Vote',
  groupInvite: 'Group invitation',
  system: 'Notice',
  unsupported: 'Message',
};
