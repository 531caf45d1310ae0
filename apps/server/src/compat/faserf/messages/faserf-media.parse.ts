import { STATUS_JID } from '@columba/core';
import type { MediaDraft } from '../../../media/outgoing/outgoing-media.service.js';
import type { UrlSource } from '../../../media/outgoing/media-source.js';
import type { FaserfInput } from '../faserf-input.js';
import { invalid, missing } from '../faserf-refusal.js';
import { type FaserfSend, parseSend } from './faserf-send.parse.js';

/** A file by its address. @throws InvalidInputError */
export type ParseMedia = (input: FaserfInput) => FaserfSend;

export const parseImageSend: ParseMedia = (input) =>
  media(input, { kind: 'image', ...source(input), ...caption(input) });

export const parseStickerSend: ParseMedia = (input) => media(input, { kind: 'sticker', ...source(input) });

export const parseVideoSend: ParseMedia = (input) =>
  media(input, {
    kind: 'video',
    ...source(input),
    ...caption(input),
    style: input.flag('gifPlayback') ? 'gif' : 'normal',
  });

export const parseGifSend: ParseMedia = (input) =>
  media(input, { kind: 'video', ...source(input), ...caption(input), style: 'gif' });

export const parseAudioSend: ParseMedia = (input) =>
  media(input, { kind: input.flag('ptt') ? 'voice' : 'audio', ...source(input) });

export const parseDocumentSend: ParseMedia = (input) => {
  const fileName = input.optionalText('fileName', 'filename', 'file_name');
  const mimeType = input.optionalText('mimetype', 'mimeType', 'mime_type');
  const named = { ...(fileName && { fileName }), ...(mimeType && { mimeType }) };
  return media(input, { kind: 'document', media: { ...source(input).media, ...named }, ...caption(input) });
};

/** A story: a text, or a picture or video with words below it. */
export const parseStatusSend: ParseMedia = (input) => {
  const url = input.optionalText('url');
  const text = input.optionalText('message');
  if (!url && !text) throw missing(['message', 'url']);
  if (!url) return { chat: STATUS_JID, content: { kind: 'text', text: text ?? '' } };
  const isVideo = /^data:video\/|\.(mp4|m4v|mov|webm|3gp)([?#]|$)/i.test(url);
  const draft = { ...source(input), ...caption(input) };
  const fetch: MediaDraft = isVideo ? { kind: 'video', style: 'normal', ...draft } : { kind: 'image', ...draft };
  return { chat: STATUS_JID, content: { fetch } };
};

function media(input: FaserfInput, draft: MediaDraft): FaserfSend {
  input.require(['number'], ['url']);
  return parseSend(input, { fetch: draft });
}

function source(input: FaserfInput): { media: UrlSource } {
  const url = input.optionalText('url') ?? '';
  if (url !== '' && !/^(https?|data):/i.test(url)) throw invalid('url', 'must begin with http: or https:');
  return { media: { kind: 'url', url } };
}

function caption(input: FaserfInput): { caption?: string } {
  const text = input.optionalText('caption', 'message');
  return text ? { caption: text } : {};
}
