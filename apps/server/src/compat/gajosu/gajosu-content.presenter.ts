import type { ContentKind, Jid, Media, MessageContent } from '@columba/core';
import { presentId } from './gajosu-ids.js';

/** The keys of a message that depend on what it says. */
export interface GajosuContent {
  type: string;
  body: string;
  hasMedia: boolean;
  isGif: boolean;
  vCards: string[];
  duration?: number;
  inviteV4?: GajosuInvite;
  location?: GajosuLocation;
  selectedButtonId?: string;
  selectedRowId?: string;
}

export interface GajosuInvite {
  inviteCode: string;
  /** Unix seconds; 0 when it does not expire. */
  inviteCodeExp: number;
  groupId: string;
  groupName?: string;
  fromId: string;
  toId?: string;
}

export interface GajosuLocation {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

interface Parties {
  from: Jid;
  to: Jid | undefined;
}

type Present<K extends ContentKind> = (
  content: Extract<MessageContent, { kind: K }>,
  parties: Parties,
) => Pick<GajosuContent, 'type'> & Partial<GajosuContent>;

const media = (type: string, file: Media, caption = '') => ({
  type,
  body: caption,
  hasMedia: true,
  ...(file.durationSeconds !== undefined && { duration: file.durationSeconds }),
});

/** One entry per kind, so that a new kind does not compile until this dialect has words for it. */
const PRESENT: { [K in ContentKind]: Present<K> } = {
  text: ({ text }) => ({ type: 'chat', body: text }),
  image: (content) => media('image', content.media, content.caption),
  video: (content) => ({ ...media('video', content.media, content.caption), isGif: content.style === 'gif' }),
  audio: (content) => media('audio', content.media),
  voice: (content) => media('ptt', content.media),
  document: (content) => media('document', content.media, content.caption),
  sticker: (content) => media('sticker', content.media),
  location: ({ latitude, longitude, name, address }) => ({
    type: 'location',
    location: { latitude, longitude, ...(name && { name }), ...(address && { address }) },
  }),
  contact: ({ contacts }) => {
    const vCards = contacts.map(({ vcard }) => vcard);
    return vCards.length === 1 ? { type: 'vcard', body: vCards[0], vCards } : { type: 'multi_vcard', vCards };
  },
  poll: ({ question }) => ({ type: 'poll_creation', body: question }),
  event: ({ name }) => ({ type: 'scheduled_event_creation', body: name }),
  buttons: ({ text }) => ({ type: 'interactive', body: text }),
  list: ({ text }) => ({ type: 'list', body: text }),
  buttonReply: ({ text, buttonId }) => ({ type: 'buttons_response', body: text, selectedButtonId: buttonId }),
  listReply: ({ title, rowId }) => ({ type: 'list_response', body: title, selectedRowId: rowId }),
  pollVote: () => ({ type: 'unknown' }),
  groupInvite: (content, { from, to }) => ({
    type: 'groups_v4_invite',
    body: content.caption ?? '',
    inviteV4: {
      inviteCode: content.code,
      inviteCodeExp: content.expiresAt ? unixSeconds(content.expiresAt) : 0,
      groupId: presentId(content.groupId),
      ...(content.groupName && { groupName: content.groupName }),
      fromId: presentId(from),
      ...(to && { toId: presentId(to) }),
    },
  }),
  system: ({ text }) => ({ type: 'gp2', body: text ?? '' }),
  unsupported: ({ reason }) => ({ type: reason === 'undecryptable' ? 'ciphertext' : 'unknown' }),
};

export function presentContent(content: MessageContent, parties: Parties): GajosuContent {
  const present = PRESENT[content.kind] as Present<ContentKind>;
  return { body: '', hasMedia: false, isGif: false, vCards: [], ...present(content, parties) };
}

export const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);
