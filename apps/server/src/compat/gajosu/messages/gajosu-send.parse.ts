import { type FieldFault, invalidTarget } from '../gajosu-refusal.js';
import type { StickerPack } from '../../../media/convert/sticker-pack.js';
import { Fields } from '../gajosu-fields.js';

/** How something is sent; the 12 documented options and the further ones that can do no harm. */
export interface GajosuSendOptions {
  sendAudioAsVoice: boolean;
  sendVideoAsGif: boolean;
  sendMediaAsSticker: boolean;
  sendMediaAsDocument: boolean;
  isViewOnce: boolean;
  caption?: string;
  /** Whose sticker it is. */
  pack?: StickerPack;
  quotedMessageId?: string;
  /** A quoted message that is not known is left out, and no error. */
  ignoreQuoteErrors: boolean;
  mentions: string[];
  sendSeen: boolean;
}

export interface GajosuSend {
  /** As written; the body's wins over the path's. */
  to: string;
  /** What is fetched; with it, there is no text. */
  url?: string;
  text: string;
  options: GajosuSendOptions;
}

const NUMERIC = /^\+?\d+$/;
const ADDRESS = /.+@.+/;

/** @throws GajosuRefusal 422 */
export function parseSend(id: string, body: unknown): GajosuSend {
  const fields = new Fields(body);
  const to = targetOf(id, fields.raw('to'));
  const hasText = fields.has('msg');
  const hasUrl = fields.has('url');
  const text = hasUrl ? '' : fields.text('msg');
  // With a text beside it an address is not looked at here: whether it can be fetched shows when it is.
  if (hasUrl && !hasText && !isUrl(fields.raw('url'))) fields.fault('url');
  const options = optionsOf(fields);
  fields.done();
  return { to, text, options, ...(hasUrl && { url: String(fields.raw('url')) }) };
}

function targetOf(id: string, to: unknown): string {
  const written = typeof to === 'number' ? String(to) : to;
  if (names(written) || names(id)) return typeof written === 'string' && written !== '' ? written : id;
  // Each place fails twice: it is no number, and it is no address.
  const inBody = fault('to', 'body', to);
  const inPath = fault('id', 'params', id);
  throw invalidTarget([inBody, inBody, inPath, inPath]);
}

const fault = (param: string, location: FieldFault['location'], value: unknown): FieldFault => ({
  ...(value !== undefined && { value }),
  msg: 'Invalid value',
  param,
  location,
});

const names = (value: unknown): boolean => typeof value === 'string' && (NUMERIC.test(value) || ADDRESS.test(value));

/** http or https, also without the scheme; a host of the home network too, which may have no dot. */
function isUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text) || /\s/.test(value)) return false;
  const { protocol, hostname } = new URL(text);
  const isBare = text !== value;
  return ['http:', 'https:'].includes(protocol) && (!isBare || hostname.includes('.'));
}

function optionsOf(request: Fields): GajosuSendOptions {
  const given = request.raw('options');
  if (request.has('options') && (typeof given !== 'object' || Array.isArray(given))) request.fault('options');
  const fields = new Fields(given, 'options.');
  const caption = fields.optionalText('caption');
  const quotedMessageId = fields.optionalText('quotedMessageId');
  const pack = packOf(fields);
  const options: GajosuSendOptions = {
    sendAudioAsVoice: fields.flag('sendAudioAsVoice', false),
    sendVideoAsGif: fields.flag('sendVideoAsGif', false),
    sendMediaAsSticker: fields.flag('sendMediaAsSticker', false),
    sendMediaAsDocument: fields.flag('sendMediaAsDocument', false),
    isViewOnce: fields.flag('isViewOnce', false),
    ignoreQuoteErrors: fields.flag('ignoreQuoteErrors', false),
    sendSeen: fields.flag('sendSeen', true),
    mentions: fields.has('mentions') ? fields.list('mentions').filter((item) => typeof item === 'string') : [],
    ...(caption !== undefined && { caption }),
    ...(quotedMessageId !== undefined && { quotedMessageId }),
    ...(pack && { pack }),
  };
  // Nothing is fetched because it stands in a text; a wrong type is a mistake all the same.
  fields.flag('linkPreview', true);
  request.join(fields);
  return options;
}

function packOf(fields: Fields): StickerPack | undefined {
  const name = fields.optionalText('stickerName');
  const author = fields.optionalText('stickerAuthor');
  const emojis = fields.has('stickerCategories') ? fields.list('stickerCategories') : undefined;
  if (name === undefined && author === undefined && emojis === undefined) return undefined;
  return {
    ...(name !== undefined && { name }),
    ...(author !== undefined && { author }),
    ...(emojis && { emojis: emojis.filter((item) => typeof item === 'string') }),
  };
}
