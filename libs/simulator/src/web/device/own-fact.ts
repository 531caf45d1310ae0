import { accountOf, type DeviceId, type PhoneNumber, type Target } from '../../world/ids.js';
import type { OwnChange } from '../../world/own-changes.js';
import type { WebContext } from '../context.js';
import type { ChatSettingsFact, LabelFact, OwnFact } from '../facts.js';
import type { PageConnection } from '../transport/page-connection.js';
import { keyFact } from './keys.js';
import { contactFact } from './person-fact.js';

const FOR_EVER = -1;
/** The world knows that a chat is pinned, not since when. */
const PINNED = 1;

export function chatSettingsFact({ world }: WebContext, me: PhoneNumber, chat: Target): ChatSettingsFact {
  const { archived, pinned, mutedUntil, markedUnread, labels } = world.own.chat(me, chat);
  return {
    archive: archived,
    pin: pinned ? PINNED : 0,
    muteExpiration: muteSeconds(mutedUntil),
    markedUnread,
    labels: [...labels],
  };
}

function muteSeconds(until: number | null): number {
  if (until === null) return 0;
  return until < 0 ? FOR_EVER : Math.floor(until / 1000);
}

export const labelFacts = ({ world }: WebContext, me: PhoneNumber): LabelFact[] =>
  Object.entries(world.own.of(me).labels).map(([id, { name, color }]) => ({ id, name, colorIndex: color }));

function ownFact(context: WebContext, me: PhoneNumber, change: OwnChange): OwnFact | undefined {
  const { wids } = context;
  switch (change.kind) {
    case 'archive':
    case 'pinChat':
    case 'mute':
    case 'markUnread':
    case 'labelChat':
      return { kind: 'chat', id: wids.target(change.chat), settings: chatSettingsFact(context, me, change.chat) };
    case 'clear':
    case 'delete': {
      const upTo = Math.floor(change.upTo / 1000);
      return { kind: 'cleared', id: wids.target(change.chat), upTo, deleted: change.kind === 'delete' };
    }
    case 'star':
      return { kind: 'star', key: keyFact(context, me, change.key), starred: change.starred };
    case 'hide':
      return { kind: 'hidden', key: keyFact(context, me, change.key) };
    case 'label':
    case 'removeLabel':
      return { kind: 'labels', labels: labelFacts(context, me) };
    default:
      return undefined;
  }
}

/** Tells an open page what its account changed elsewhere. */
export function tellOwn(context: WebContext, page: PageConnection, by: DeviceId, change: OwnChange): void {
  const me = accountOf(by);
  if (change.kind === 'saveName') page.tell('contact', contactFact(context, me, change.person));
  const fact = ownFact(context, me, change);
  if (fact) page.tell('own', fact);
}
