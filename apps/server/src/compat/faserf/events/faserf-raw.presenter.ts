import type { ContentKind, Media, Message, MessageContent, MessageKey } from '@columba/core';

/** A message in the form of the Baileys library, which clients of this dialect look into. */
export interface BaileysMessage {
  key: { remoteJid: string; fromMe: boolean; id: string; participant: string | null };
  pushName: string | null;
  /** Unix seconds. */
  messageTimestamp: number;
  message: Record<string, unknown>;
}

type Form<K extends ContentKind> = (
  content: Extract<MessageContent, { kind: K }>,
  key: MessageKey,
) => Record<string, unknown>;

/** One form for each kind; a new kind does not compile until it has one. */
const FORMS: { [K in ContentKind]: Form<K> } = {
  text: ({ text, preview }) =>
    preview ? { extendedTextMessage: { text, matchedText: preview.url, ...titled(preview) } } : { conversation: text },
  image: ({ media, caption, viewOnce }) => ({ imageMessage: { ...file(media), ...words(caption), ...once(viewOnce) } }),
  video: ({ media, caption, viewOnce, style }) =>
    style === 'note'
      ? { ptvMessage: file(media) }
      : { videoMessage: { ...file(media), ...words(caption), ...once(viewOnce), gifPlayback: style === 'gif' } },
  audio: ({ media }) => ({ audioMessage: { ...file(media), ptt: false } }),
  voice: ({ media, viewOnce }) => ({ audioMessage: { ...file(media), ptt: true, ...once(viewOnce) } }),
  document: ({ media, caption }) => ({
    documentMessage: { ...file(media), fileName: media.fileName ?? null, ...words(caption) },
  }),
  sticker: ({ media, animated }) => ({ stickerMessage: { ...file(media), isAnimated: animated } }),
  location: ({ latitude, longitude, name, address, live }) => ({
    [live ? 'liveLocationMessage' : 'locationMessage']: {
      degreesLatitude: latitude,
      degreesLongitude: longitude,
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
    },
  }),
  contact: ({ contacts }) => {
    const cards = contacts.map(({ name, vcard }) => ({ displayName: name, vcard }));
    return cards.length === 1 ? { contactMessage: cards[0] } : { contactsArrayMessage: { contacts: cards } };
  },
  poll: ({ question, options, selectableCount }) => ({
    pollCreationMessage: {
      name: question,
      options: options.map((optionName) => ({ optionName })),
      selectableOptionsCount: selectableCount,
    },
  }),
  event: ({ name, description, startsAt, endsAt, location, joinLink, cancelled }) => ({
    eventMessage: {
      name,
      isCanceled: cancelled,
      startTime: unixSeconds(startsAt),
      ...(endsAt && { endTime: unixSeconds(endsAt) }),
      ...(description !== undefined && { description }),
      ...(location !== undefined && { location: { name: location } }),
      ...(joinLink !== undefined && { joinLink }),
    },
  }),
  buttons: ({ text, buttons, footer }) => ({
    buttonsMessage: {
      contentText: text,
      ...(footer !== undefined && { footerText: footer }),
      buttons: buttons.map(({ id, text: displayText }) => ({ buttonId: id, buttonText: { displayText }, type: 1 })),
    },
  }),
  list: ({ text, buttonText, sections, footer }) => ({
    listMessage: {
      description: text,
      buttonText,
      ...(footer !== undefined && { footerText: footer }),
      sections: sections.map(({ title, rows }) => ({
        title: title ?? '',
        rows: rows.map(({ id, title: name, description }) => ({ rowId: id, title: name, description })),
      })),
    },
  }),
  buttonReply: ({ buttonId, text, messageId }) => ({
    buttonsResponseMessage: { selectedButtonId: buttonId, selectedDisplayText: text, ...inReplyTo(messageId) },
  }),
  listReply: ({ rowId, title, messageId }) => ({
    listResponseMessage: { title, singleSelectReply: { selectedRowId: rowId }, ...inReplyTo(messageId) },
  }),
  pollVote: ({ messageId }, { chat }) => pollUpdate({ chat, id: messageId, fromMe: true }),
  groupInvite: ({ groupId, groupName, code, expiresAt, caption }) => ({
    groupInviteMessage: {
      groupJid: groupId,
      groupName: groupName ?? '',
      inviteCode: code,
      ...(expiresAt && { inviteExpiration: unixSeconds(expiresAt) }),
      ...words(caption),
    },
  }),
  system: () => ({ protocolMessage: {} }),
  unsupported: () => ({}),
};

export function presentRaw(message: Message): BaileysMessage {
  const { key, from, occurredAt, quoted } = message;
  const body = bodyOf(message.content, key);
  return {
    key: presentKey(key),
    pushName: from.name ?? null,
    messageTimestamp: unixSeconds(occurredAt),
    message: quoted ? quoting(body, quoted, key) : body,
  };
}

export const presentKey = ({ chat, fromMe, id, participant }: MessageKey): BaileysMessage['key'] => ({
  remoteJid: chat,
  fromMe,
  id,
  participant: participant ?? null,
});

/** What a vote looks like: which poll it is about; the options stand beside it, never in it. */
export const pollUpdate = (poll: MessageKey): Record<string, unknown> => ({
  pollUpdateMessage: { pollCreationMessageKey: presentKey(poll) },
});

export const unixSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

const bodyOf = (content: MessageContent, key: MessageKey): Record<string, unknown> =>
  (FORMS[content.kind] as Form<ContentKind>)(content, key);

/** The quotation stands within the one part that a message has; a bare text becomes one that can hold it. */
function quoting(body: Record<string, unknown>, quoted: NonNullable<Message['quoted']>, key: MessageKey) {
  const contextInfo = {
    stanzaId: quoted.id,
    participant: quoted.participant ?? null,
    ...(quoted.content && { quotedMessage: bodyOf(quoted.content, key) }),
  };
  if ('conversation' in body) return { extendedTextMessage: { text: body['conversation'], contextInfo } };
  return Object.fromEntries(Object.entries(body).map(([name, part]) => [name, { ...(part as object), contextInfo }]));
}

const inReplyTo = (messageId: string | undefined) =>
  messageId === undefined ? {} : { contextInfo: { stanzaId: messageId } };
const words = (caption: string | undefined) => (caption === undefined ? {} : { caption });
const once = (viewOnce: boolean | undefined) => (viewOnce === true ? { viewOnce } : {});

const titled = ({ title, description }: { title?: string; description?: string }) => ({
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
});

const file = ({ mimeType, sizeBytes, sha256, width, height, durationSeconds }: Media) => ({
  mimetype: mimeType,
  ...(sizeBytes !== undefined && { fileLength: sizeBytes }),
  ...(sha256 !== undefined && { fileSha256: Buffer.from(sha256, 'hex').toString('base64') }),
  ...(width !== undefined && { width }),
  ...(height !== undefined && { height }),
  ...(durationSeconds !== undefined && { seconds: Math.round(durationSeconds) }),
});
