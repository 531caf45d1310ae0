import { accountOf, type DeviceId } from '../../world/ids.js';
import type { WorldEvents } from '../../world/events.js';
import type { DoorContext } from '../context.js';
import { children, stanza, type Stanza } from '../stanza.js';

type Typing = WorldEvents['typing'];

/** A client's `<chatstate>`: `composing` with media `audio` is a recording. */
export function routeTyping({ world, jids }: DoorContext, device: DeviceId, node: Stanza): void {
  const to = jids.account(node.attrs.to ?? '');
  const [state] = children(node);
  if (to === undefined || !state) return;
  const composing = state.attrs.media === 'audio' ? 'recording' : 'composing';
  world.log.append('typing', {
    from: accountOf(device),
    to,
    state: state.tag === 'composing' ? composing : 'paused',
  });
}

/** Typing is told to whoever is connected right now; it is never kept. */
export function tellTyping(context: DoorContext, { from, to, state }: Typing): void {
  const { world, jids } = context;
  const { phoneHidden } = world.directory.get(from);
  for (const { id } of world.directory.devicesOf(to)) {
    const connection = context.connectionOf(id);
    if (!connection?.active) continue;
    const inner = state === 'recording' ? stanza('composing', { media: 'audio' }) : stanza(state);
    connection.send(stanza('chatstate', { from: jids.of(from, phoneHidden ? 'lid' : 'pn') }, [inner]));
  }
}
