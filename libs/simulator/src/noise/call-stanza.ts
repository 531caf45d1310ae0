import type { CallNotice } from '../world/call-model.js';
import { isGroupChat } from '../world/ids.js';
import type { DoorContext } from './context.js';
import { stanza, type Stanza } from './stanza.js';

const REASONS: Partial<Record<CallNotice['change'], string>> = {
  timeout: 'timeout',
  accepted: 'accepted_elsewhere',
  rejected: 'rejected_elsewhere',
};

/** A `<call>` as a linked device gets it. Callers go by LID, with the number beside it where it may be known. */
export function callStanza({ world, jids }: DoorContext, { call, at, change }: CallNotice, id: string): Stanza {
  const { name, phoneHidden } = world.directory.get(call.from);
  const caller = jids.of(call.from, 'lid');
  const about = {
    'call-id': call.id,
    'call-creator': caller,
    caller_pn: phoneHidden ? undefined : jids.of(call.from, 'pn'),
    'group-jid': isGroupChat(call.to) ? jids.ofChat(call.to, 'lid') : undefined,
  };
  const inner =
    change === 'offer'
      ? stanza('offer', about, [stanza('audio', { enc: 'opus', rate: 16_000 }), ...(call.video ? [VIDEO] : [])])
      : stanza('terminate', { ...about, reason: REASONS[change] });
  return stanza('call', { from: caller, id, t: Math.floor(at / 1000), notify: name }, [inner]);
}

const VIDEO = stanza('video', { enc: 'h264' });
