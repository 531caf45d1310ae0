import type { MessageContent } from './content.js';
import type { Media, OutgoingMedia } from './media.js';
import type { OutgoingContent } from './outgoing.js';

/** What an outgoing content says as a message: media become facts about our own file. */
export function toMessageContent(outgoing: OutgoingContent): MessageContent {
  switch (outgoing.kind) {
    case 'image':
    case 'video':
    case 'document':
      return { ...outgoing, media: toMedia(outgoing.media) };
    case 'audio':
      return { kind: 'audio', media: toMedia(outgoing.media) };
    case 'voice': {
      const { durationSeconds } = outgoing;
      const media = toMedia(outgoing.media);
      return { kind: 'voice', media: durationSeconds === undefined ? media : { ...media, durationSeconds } };
    }
    case 'sticker':
      return { kind: 'sticker', media: toMedia(outgoing.media), animated: false };
    case 'location':
      return { ...outgoing, live: false };
    case 'event':
      return { ...outgoing, cancelled: false };
    case 'groupInvite':
      // The code is WhatsApp's to give; it is not known before the invitation is made.
      return { ...outgoing, code: '' };
    default:
      return outgoing;
  }
}

function toMedia({ file, mimeType, sizeBytes, fileName }: OutgoingMedia): Media {
  const mediaId = file.slice(file.lastIndexOf('/') + 1);
  return { mediaId, state: 'ready', mimeType, sizeBytes, ...(fileName === undefined ? {} : { fileName }) };
}
