import { InvalidInputError } from '@columba/core';
import { type Json, objectIn, textIn } from '../link/json.js';

/** What Home Assistant asks to be sent. */
export interface SendCommand {
  /** A number, an id, or the name of a contact or group. */
  to: string;
  message?: string;
  /** An entity whose picture is sent. */
  picture?: { kind: 'camera' | 'image'; entityId: string };
  /** A path, a media-source id or an address. */
  media?: string;
  /** Speaks the message. */
  speech?: { engine?: string; message: string };
  asDocument: boolean;
  requestId?: string;
  session?: string;
}

const ENTITY = /^(camera|image)\.[a-z0-9_]{1,200}$/;
const LONGEST_MESSAGE = 65_536;

/**
 * Reads the data of the event, as templates write it: an empty text is nothing, a number may be a text and a text a number.
 * @throws InvalidInputError with a sentence for whoever wrote the automation
 */
export function parseSendCommand(data: Json): SendCommand {
  const to = written(data['to']);
  if (to === undefined) throw new InvalidInputError('`to` is missing: a number, an id or a name');
  const message = written(data['message']);
  if ((message?.length ?? 0) > LONGEST_MESSAGE) throw new InvalidInputError('`message` is too long');
  const picture = pictureIn(written(data['camera']) ?? written(data['image']));
  const media = written(data['media']);
  const speech = speechIn(data['tts'], message);
  if (message === undefined && !picture && media === undefined && !speech)
    throw new InvalidInputError('There is nothing to send: give `message`, `camera`, `image`, `media` or `tts`');
  const requestId = written(data['request_id']);
  const session = written(data['session_id']);
  return {
    to,
    asDocument: isOn(data['as_document']),
    ...(message !== undefined && { message }),
    ...(picture && { picture }),
    ...(media !== undefined && { media }),
    ...(speech && { speech }),
    ...(requestId !== undefined && { requestId }),
    ...(session !== undefined && { session }),
  };
}

function pictureIn(entityId: string | undefined): SendCommand['picture'] {
  if (entityId === undefined) return undefined;
  const kind = ENTITY.exec(entityId)?.[1];
  if (kind === 'camera' || kind === 'image') return { kind, entityId };
  throw new InvalidInputError('A picture is taken from an entity: `camera.…` or `image.…`');
}

function speechIn(tts: unknown, message: string | undefined): SendCommand['speech'] {
  const asked = objectIn(tts);
  const spoken = written(asked?.['message']) ?? message;
  if (!asked && !isOn(tts)) return undefined;
  if (spoken === undefined) throw new InvalidInputError('There is no `message` to be spoken');
  const engine = textIn(asked?.['engine']);
  return { message: spoken, ...(engine !== undefined && { engine }) };
}

/** What is written, or nothing; templates make numbers of what looks like one. */
export function written(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' || text === 'None' ? undefined : text;
}

const isOn = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && ['true', 'on', 'yes', '1'].includes(value.trim().toLowerCase()));
