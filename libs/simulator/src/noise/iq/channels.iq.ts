import { QueryIds } from 'baileys-codec/lib/Types/Mex.js';
import { subscribersOf, type Channel } from '../../world/channel-model.js';
import { WorldError, type WorldErrorCode } from '../../world/errors.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { MexError, type MexAnswer, type MexTable } from './mex-answer.js';

const SERVER = '@newsletter';
/** GraphQL's codes; 405 was seen for what is not for guests, 404 is a guess. */
const REFUSALS: Partial<Record<WorldErrorCode, [code: number, text: string]>> = {
  not_found: [404, 'Not Found'],
  forbidden: [405, 'Not Allowed'],
};

/** What the service says of a channel that is not there, as was seen in 2026. */
const NON_EXISTING = { id: null, state: { type: 'NON_EXISTING' }, thread_metadata: null, viewer_metadata: null };

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const digitsOf = (jid: unknown): string => asText(jid).replace(SERVER, '');
const micros = (ms: number): string => String(ms * 1000);

/** A guest with an invitation is not told what they are to it. */
function metadata(channel: Channel, viewer?: PhoneNumber) {
  const { id, name, description, createdAt, invite, picture, roles, mutedBy } = channel;
  const image = picture ? { id: '1', type: 'IMAGE', direct_path: picture } : null;
  return {
    id: id + SERVER,
    state: { type: 'ACTIVE' },
    thread_metadata: {
      creation_time: String(Math.floor(createdAt / 1000)),
      name: { id: '1', text: name, update_time: micros(createdAt) },
      description: { id: '1', text: description, update_time: micros(createdAt) },
      invite,
      handle: null,
      subscribers_count: String(subscribersOf(channel)),
      verification: 'UNVERIFIED',
      picture: image,
      preview: image && { ...image, type: 'PREVIEW' },
      settings: { reaction_codes: { value: 'ALL' } },
    },
    viewer_metadata: viewer
      ? { mute: mutedBy.includes(viewer) ? 'ON' : 'OFF', role: (roles[viewer] ?? 'guest').toUpperCase() }
      : null,
  };
}

const find: MexAnswer = ({ world }, { account }, { input }) => {
  const { type, key } = (input ?? {}) as { type?: string; key?: string };
  if (type === 'INVITE') {
    const found = world.channels.findByInvite(key ?? '');
    return { xwa2_newsletter: found ? metadata(found) : NON_EXISTING };
  }
  const found = world.channels.find(digitsOf(key));
  return { xwa2_newsletter: found ? metadata(found, account) : NON_EXISTING };
};

const changing =
  (path: string, change: (context: DoorContext, by: PhoneNumber, id: string) => Channel): MexAnswer =>
  (context, { account }, { newsletter_id }) => {
    try {
      const { id, state } = metadata(change(context, account, digitsOf(newsletter_id)));
      return { [path]: { id, state } };
    } catch (error) {
      const refusal = error instanceof WorldError ? REFUSALS[error.code] : undefined;
      throw refusal ? new MexError(...refusal) : error;
    }
  };

/** Channels, which Baileys calls newsletters, by the ids of its queries. */
export const channelQueries: MexTable = {
  [QueryIds.METADATA]: find,
  [QueryIds.FOLLOW]: changing('xwa2_newsletter_join_v2', ({ world }, by, id) => world.channels.follow(by, id)),
  [QueryIds.UNFOLLOW]: changing('xwa2_newsletter_leave_v2', ({ world }, by, id) => world.channels.unfollow(by, id)),
  [QueryIds.MUTE]: changing('xwa2_newsletter_mute_v2', ({ world }, by, id) => world.channels.mute(by, id, true)),
  [QueryIds.UNMUTE]: changing('xwa2_newsletter_unmute_v2', ({ world }, by, id) => world.channels.mute(by, id, false)),
};
