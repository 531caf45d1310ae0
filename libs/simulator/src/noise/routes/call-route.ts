import { WorldError } from '../../world/errors.js';
import type { DeviceId } from '../../world/ids.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { children, stanza, type Stanza } from '../stanza.js';

/** A client's `<call>`: it can decline, and nothing else. What it says of a call that is over is acknowledged as well. */
export function routeCall({ world, stats }: DoorContext, connection: Connection, by: DeviceId, node: Stanza): void {
  const [said] = children(node);
  const { id, to } = node.attrs;
  if (said?.tag === 'reject') {
    try {
      world.calls.answer(said.attrs['call-id'] ?? '', by, 'rejected');
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
    }
  } else stats.count('unknownStanzas', `call ${said?.tag ?? ''}`);
  connection.send(stanza('ack', { class: 'call', id, from: to, type: said?.tag }));
}
