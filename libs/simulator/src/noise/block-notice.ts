import { seconds } from '../world/clock.js';
import type { DoorContext } from './context.js';
import { stanza, type DoorEnvelope } from './stanza.js';

/** Whom an account blocks is told to its devices, but for the one that did it. */
export function followBlocks({ world, jids }: DoorContext): () => void {
  return world.log.on('contact.blocked', ({ account, person, blocked, by }) => {
    for (const { id, kind } of world.directory.devicesOf(account)) {
      if (kind !== 'noise' || id === by) continue;
      const pn_jid = world.directory.get(person).phoneHidden ? undefined : jids.of(person, 'pn');
      const item = stanza('item', { jid: jids.of(person, 'lid'), pn_jid, action: blocked ? 'block' : 'unblock' });
      const serial = `BLOCK${world.deliveries.lastSeq}`;
      const attrs = { from: jids.of(account, 'pn'), type: 'account_sync', id: serial, t: seconds(world.clock) };
      const envelope: DoorEnvelope = {
        stanza: stanza('notification', attrs, [stanza('blocklist', { dhash: 'sim', prev_dhash: 'sim' }, [item])]),
      };
      world.deliveries.enqueue(id, { kind: 'door', label: 'blocks', envelope });
    }
  });
}
