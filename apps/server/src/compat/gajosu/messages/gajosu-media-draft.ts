import type { Media } from '@columba/core';
import type { MediaDraft } from '../../../media/outgoing/outgoing-media.service.js';
import type { GajosuSendOptions } from './gajosu-send.parse.js';

/** What a fetched file is sent as: what its type says, unless the options say otherwise. */
export function draftOf({ mediaId, mimeType, fileName }: Media, options: GajosuSendOptions): MediaDraft {
  const media = { kind: 'upload' as const, mediaId, ...(fileName !== undefined && { fileName }) };
  const said = options.caption === undefined ? {} : { caption: options.caption };
  const once = options.isViewOnce ? { viewOnce: true } : {};
  const family = familyOf(mimeType);
  if (options.sendMediaAsDocument) return { kind: 'document', media, ...said };
  if (options.sendMediaAsSticker && (family === 'image' || family === 'video')) {
    return { kind: 'sticker', media, ...(options.pack && { pack: options.pack }) };
  }
  if (family === 'image') return { kind: 'image', media, ...said, ...once };
  if (family === 'video')
    return { kind: 'video', media, style: options.sendVideoAsGif ? 'gif' : 'normal', ...said, ...once };
  if (family === 'audio')
    return options.sendAudioAsVoice ? { kind: 'voice', media, ...once } : { kind: 'audio', media };
  return { kind: 'document', media, ...said };
}

/** A drawing in SVG is a text to WhatsApp. */
function familyOf(mimeType: string): string {
  return mimeType.startsWith('image/svg') ? 'document' : (mimeType.split('/')[0] ?? '');
}
