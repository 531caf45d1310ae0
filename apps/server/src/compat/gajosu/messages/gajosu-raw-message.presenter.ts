import type { Jid, Media, Message } from '@columba/core';
import { parseId, presentWid, type SerializedMessageId, type Wid } from '../gajosu-ids.js';
import { type GajosuLink, type GajosuMessage, presentMessage } from '../gajosu-message.presenter.js';

/** The raw model of WhatsApp Web, as far as an engine-neutral message tells it. */
export interface RawMessage {
  id: SerializedMessageId;
  viewed: boolean;
  body: string;
  type: string;
  t: number;
  from: Wid;
  to?: Wid;
  author?: Wid;
  self: 'in' | 'out';
  ack: number;
  star: boolean;
  isForwarded: boolean;
  links: GajosuLink[];
  caption?: string;
  mimetype?: string;
  size?: number;
  filename?: string;
  duration?: string;
}

/** A message as REST and socket.io carry it; Home Assistant's bus gets it without `_data`. */
export interface GajosuFullMessage extends GajosuMessage {
  _data: RawMessage;
}

/** @param me see {@link presentMessage} */
export function presentFullMessage(message: Message, me?: Jid): GajosuFullMessage {
  const flat = presentMessage(message, me);
  return { ...flat, _data: presentRaw(flat, message) };
}

const wid = (text: string): Wid => presentWid(parseId(text));

function presentRaw(flat: GajosuMessage, { content }: Message): RawMessage {
  const { id, viewed, body, type, t, from, to, author, self, ack, star, isForwarded, links } = flat;
  const file = 'media' in content ? presentFile(content.media, body) : {};
  return {
    id,
    viewed,
    body,
    type,
    t,
    from: wid(from),
    ...(to !== undefined && { to: wid(to) }),
    ...(author !== undefined && { author: wid(author) }),
    self,
    ack,
    star,
    isForwarded,
    links,
    ...file,
  };
}

/** The raw `body` of a file would be its small picture; there is none here, so it stays the caption. */
const presentFile = ({ mimeType, sizeBytes, fileName, durationSeconds }: Media, caption: string) => ({
  ...(caption !== '' && { caption }),
  mimetype: mimeType,
  ...(sizeBytes !== undefined && { size: sizeBytes }),
  ...(fileName !== undefined && { filename: fileName }),
  ...(durationSeconds !== undefined && { duration: String(Math.round(durationSeconds)) }),
});
