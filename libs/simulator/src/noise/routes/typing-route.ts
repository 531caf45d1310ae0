import { accountOf, isGroupChat, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { WorldEvents } from '../../world/events.js';
import type { DoorContext } from '../context.js';
import { children, stanza, type Stanza } from '../stanza.js';

type Typing = WorldEvents['typing'];

/** A client's `<chatstate>`: `composing` with media `audio` is a recording. */
export function routeTyping({ world, jids }: DoorContext, device: DeviceId, node: Stanza): void {
  const { to = '' } = node.attrs;
  const target = jids.chat(to) ?? jids.account(to);
  const [state] = children(node);
  if (target === undefined || !state) return;
  const composing = state.attrs.media === 'audio' ? 'recording' : 'composing';
  world.log.append('typing', {
    from: accountOf(device),
    to: target,
    state: state.tag === 'composing' ? composing : 'paused',
  });
}

/** Typing is told to whoever is connected right now; it is never kept. */
export function tellTyping(context: DoorContext, typing: Typing): void {
  const { world } = context;
  const attrs = addressesOf(context, typing);
  const audience = isGroupChat(typing.to) ? world.groups.devices(typing.to) : devicesOf(context, typing.to);
  for (const id of audience) {
    const connection = context.connectionOf(id);
    if (!connection?.active || accountOf(id) === typing.from) continue;
    const inner = typing.state === 'recording' ? stanza('composing', { media: 'audio' }) : stanza(typing.state);
    connection.send(stanza('chatstate', attrs, [inner]));
  }
}

const devicesOf = ({ world }: DoorContext, account: PhoneNumber): DeviceId[] =>
  world.directory.devicesOf(account).map(({ id }) => id);

function addressesOf({ world, jids }: DoorContext, { from, to }: Typing): Record<string, string> {
  const group = world.groups.find(to);
  if (group) return { from: jids.ofChat(to, group.addressing), participant: jids.of(from, group.addressing) };
  return { from: jids.of(from, jids.isHidden(from) ? 'lid' : 'pn') };
}
