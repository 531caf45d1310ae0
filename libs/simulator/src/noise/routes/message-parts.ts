import type { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../../world/clock.js';
import type { MessageKey } from '../../world/ids.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { children, stanza, type Stanza } from '../stanza.js';

/** Attributes and children of the sender's stanza that recipients get to see. */
const PASSED_ATTRIBUTES = ['type', 'edit', 'category', 'verified_name'];
const PASSED_CHILDREN = ['meta', 'reporting', 'device-identity', 'biz', 'bot'];

export const passedAttributes = ({ attrs }: Stanza): Record<string, string> =>
  Object.fromEntries(Object.entries(attrs).filter(([name]) => PASSED_ATTRIBUTES.includes(name)));

/** The device identity proves a new session only; it goes with pre-key messages. */
export function extras(node: Stanza, encs: Stanza[]): Stanza[] {
  const fresh = encs.some((enc) => enc.attrs.type === 'pkmsg');
  return children(node).filter((kid) => PASSED_CHILDREN.includes(kid.tag) && (kid.tag !== 'device-identity' || fresh));
}

/** Errors are told late: within about 100 ms the client would merge them into its own message event. */
export function acknowledge(
  { world, network, receiptDelayMs }: DoorContext,
  connection: Connection,
  node: Stanza,
  key?: MessageKey,
  error?: string,
): void {
  const { id, to } = node.attrs;
  const send = () => {
    if (key && connection.device !== undefined) world.oracle.acked(connection.device, key, world.clock.now(), error);
    connection.send(stanza('ack', { class: 'message', id, from: to, t: seconds(world.clock), error }));
  };
  if (error === undefined) send();
  else network.after(receiptDelayMs, send);
}

/** The copy for the sender's own phone is wrapped; what concerns devices then stands outside. */
export function withContextInfo(message: proto.IMessage): proto.IMessage {
  const inner = message.deviceSentMessage?.message;
  if (!inner) return message;
  const { messageContextInfo = message.messageContextInfo } = inner;
  return { ...inner, ...(messageContextInfo ? { messageContextInfo } : {}) };
}
