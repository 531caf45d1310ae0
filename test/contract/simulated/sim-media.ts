import type { Media, MessageContent } from '@columba/core';
import type { ScriptedContent } from '@columba/core/testing';
import type { OperationInput, ShownMessage, Simulator } from '@columba/simulator';

type SimContent = OperationInput<'send'>['content'];
type ScriptedFile = Extract<ScriptedContent, { bytes: Uint8Array }>;
type ShownFile = Extract<NonNullable<ShownMessage['content']>, { file: unknown }>;

export const isScriptedFile = (content: ScriptedContent): content is ScriptedFile => 'bytes' in content;

/** A file that a person is to send, in the words of the simulator. */
export const fromScriptedFile = ({ caption, fileName, ...content }: ScriptedFile): SimContent =>
  ({
    ...content,
    ...(fileName === undefined ? {} : { fileName }),
    ...(caption === undefined ? {} : { caption }),
  }) as SimContent;

export const isShownFile = (content: ShownMessage['content']): content is ShownFile =>
  content !== undefined && 'file' in content;

/** What a screen shows of a message with a file, in the words of the model. */
export function toSeenFile({ file, ...said }: ShownFile): MessageContent {
  const { mimeType, sha256, size, fileName, width, height, seconds } = file;
  const media: Media = { mediaId: sha256, state: file.problem ? 'failed' : 'ready', mimeType, sha256, sizeBytes: size };
  if (fileName !== undefined) media.fileName = fileName;
  if (width !== undefined && height !== undefined) Object.assign(media, { width, height });
  if (seconds !== undefined) media.durationSeconds = seconds;
  return { ...said, media };
}

/** The plain file of a message as a person has it. */
export async function bytesOf(
  sim: Simulator,
  { key, fromMe }: ShownMessage,
  viewer: string,
  chat: string,
): Promise<Uint8Array> {
  const isShared = chat === 'status' || chat.includes('@');
  const to = fromMe || isShared ? chat : viewer;
  const had = await sim.media.bytes({ from: key.sender, to, id: key.id });
  // Not a Buffer, so that it equals the bytes that a test began with.
  return new Uint8Array(Buffer.from(had, 'base64'));
}
