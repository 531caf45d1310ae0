import { decodeMediaRetryNode, decryptMediaRetryData, proto } from '@whiskeysockets/baileys';
import { fact, type Media, type MediaState, type MessageId } from '@columba/core';
import { timeOf } from '../journal/stanza.js';
import { toMedia, type MediaPart } from '../media/media-part.js';
import { toJid } from '../people/person.mapper.js';
import { done, type Reader } from './reading.js';

const { ResultType } = proto.MediaRetryNotification;

/** The phone's answer to the wish that it uploads a file again: where the file lies now, or that it has it no more. */
export const readMediaRetry: Reader = async (node, scope) => {
  const { key, media: sealed, error } = decodeMediaRetryNode(node);
  const chat = toJid(key.remoteJid);
  if (!chat || !key.id) return { kind: 'dead', reason: 'names no chat or no id' };
  const id = key.id as MessageId;
  const file = scope.media.find(chat, id);
  if (!file) return done();
  const occurredAt = timeOf(node, scope.receivedAt);
  const told = (state: MediaState, sign: string) => {
    const media: Media = { ...toMedia(file.part, id), state };
    const base = { occurredAt, late: scope.late, chat };
    return done([fact('media.changed', { messageId: id, chat, media }, ['media', id, state, sign], base)]);
  };
  const directPath = error || !sealed ? undefined : placeIn(sealed, file.part, id);
  if (directPath === undefined) return told('expired', node.attrs.t ?? '');
  scope.media.moved(chat, id, directPath);
  return told('pending', directPath);
};

type Sealed = NonNullable<ReturnType<typeof decodeMediaRetryNode>['media']>;

/** `undefined` when the phone could not upload it, or its answer is not for us. */
function placeIn(sealed: Sealed, { mediaKey }: MediaPart, id: string): string | undefined {
  try {
    const { result, directPath } = decryptMediaRetryData(sealed, mediaKey ?? Uint8Array.of(), id);
    return result === ResultType.SUCCESS && directPath ? directPath : undefined;
  } catch {
    // Made with another key: it says nothing about this file that could be believed.
    return undefined;
  }
}
