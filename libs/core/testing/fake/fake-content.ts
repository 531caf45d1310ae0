import {
  DomainError,
  type Media,
  type MessageContent,
  type MessageId,
  type OutgoingContent,
  type OutgoingMedia,
} from '../../src/index.js';
import type { ScriptedContent, ScriptedMedia } from '../contract/scripted.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeWorldState } from './fake-world-state.js';

interface SentContent {
  content: MessageContent;
  /** The plain file of a media message. */
  bytes?: Uint8Array;
}

/** What becomes of outgoing content once it is sent. */
export async function fromOutgoing(
  outgoing: OutgoingContent,
  id: MessageId,
  world: FakeWorldState,
  sender: FakeAccount,
): Promise<SentContent> {
  switch (outgoing.kind) {
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker': {
      const bytes = await readMedia(outgoing.media, world);
      const media = await describeMedia(id, bytes, outgoing.media);
      if (outgoing.kind === 'voice') {
        if (outgoing.durationSeconds !== undefined) media.durationSeconds = outgoing.durationSeconds;
        return { content: { kind: 'voice', media }, bytes };
      }
      const content = outgoing.kind === 'sticker' ? { ...outgoing, media, animated: false } : { ...outgoing, media };
      return { content, bytes };
    }
    case 'location':
      return { content: { ...outgoing, live: false } };
    case 'event':
      return { content: { ...outgoing, cancelled: false } };
    case 'groupInvite':
      return { content: invite(outgoing, world, sender) };
    default:
      return { content: outgoing };
  }
}

/** The same for what a scripted person sends. */
export async function fromScripted(
  scripted: ScriptedContent,
  id: MessageId,
  world: FakeWorldState,
  sender: FakeAccount,
): Promise<SentContent> {
  if ('bytes' in scripted) {
    const { bytes, mimeType, fileName } = scripted;
    const file = world.addFile(bytes, mimeType, fileName);
    return fromOutgoing(outgoingMedia(scripted, file), id, world, sender);
  }
  if (scripted.kind === 'location' && 'live' in scripted) return { content: scripted };
  if (scripted.kind === 'buttonReply' || scripted.kind === 'listReply') return { content: scripted };
  return fromOutgoing(scripted, id, world, sender);
}

function outgoingMedia({ kind, caption }: ScriptedMedia, media: OutgoingMedia): OutgoingContent {
  const said = caption === undefined ? {} : { caption };
  if (kind === 'video') return { kind, media, style: 'normal', ...said };
  if (kind === 'image' || kind === 'document') return { kind, media, ...said };
  return { kind, media };
}

async function readMedia(media: OutgoingMedia, world: FakeWorldState): Promise<Uint8Array> {
  try {
    return await world.readFile(media.file);
  } catch (error) {
    throw new DomainError('media_failed', 'The file to send could not be read', { cause: error });
  }
}

async function describeMedia(id: MessageId, bytes: Uint8Array, from: OutgoingMedia): Promise<Media> {
  const media: Media = {
    mediaId: await mediaIdOf(id),
    state: 'pending',
    mimeType: from.mimeType,
    sizeBytes: bytes.length,
    sha256: await sha256(bytes),
  };
  if (from.fileName !== undefined) media.fileName = from.fileName;
  return media;
}

/** A UUID, always the same for a message. */
async function mediaIdOf(id: MessageId): Promise<string> {
  const hex = await sha256(new TextEncoder().encode(id));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Lower-case hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function invite(
  outgoing: Extract<OutgoingContent, { kind: 'groupInvite' }>,
  world: FakeWorldState,
  sender: FakeAccount,
): MessageContent {
  const group = world.groups.get(outgoing.groupId);
  if (!group?.roles.has(sender)) throw new DomainError('not_found', 'There is no such group');
  const content: MessageContent = {
    kind: 'groupInvite',
    groupId: group.id,
    groupName: group.subject,
    code: group.inviteCode,
  };
  if (outgoing.caption !== undefined) content.caption = outgoing.caption;
  return content;
}

/** The exact bytes of a send, as kept for its retries. */
export function encodeContent(content: OutgoingContent): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(content));
}

export function decodeContent(bytes: Uint8Array): OutgoingContent {
  return JSON.parse(new TextDecoder().decode(bytes), reviveDates) as OutgoingContent;
}

function reviveDates(key: string, value: unknown): unknown {
  return (key === 'startsAt' || key === 'endsAt') && typeof value === 'string' ? new Date(value) : value;
}
