import { z } from 'zod';
import type { ChangeContent, MessageContent, MessageNotes } from '../../world/content.js';
import { WorldError } from '../../world/errors.js';
import { STATUS_CHAT, chatOf, isSharedChat, type Addressing, type PhoneNumber, type Target } from '../../world/ids.js';
import type { WebContext } from '../context.js';
import { History } from '../device/history.js';
import { readKey } from '../device/keys.js';
import { notesIn } from '../device/message-fact.js';
import { toContent } from '../kinds/kinds.js';
import { Refused, pageOperation, type Asker, type OperationTable } from './operation.js';
import { fields, key, wid } from './schemas.js';

const MOST_FOUND = 1000;

interface Outgoing {
  to: Target;
  id: string;
  content: MessageContent;
  notes?: MessageNotes;
  addressing: Addressing;
  audience?: PhoneNumber[] | undefined;
}

/** Hands a message in under the rules for every linked device. @throws Refused with the service's code */
function handIn({ world }: WebContext, { device, me, refusal }: Asker, outgoing: Outgoing): { t: number } {
  const { to, id, addressing } = outgoing;
  const outcome = world.messages.submit({ from: device, to, addressing, id, copies: [] }, refusal);
  const error = outcome.accepted ? undefined : outcome.error;
  world.oracle.acked(device, world.messages.key(me, to, id), world.clock.now(), error);
  if (error !== undefined) throw new Refused(error);
  const { at } = world.messages.post({ from: device, ...outgoing });
  return { t: Math.floor(at / 1000) };
}

function targetOf({ wids }: WebContext, address: string): Target {
  const target = wids.read(address);
  if (target === undefined) throw new WorldError('not_found', 'nobody has this address');
  return target;
}

const addressingOf = ({ world }: WebContext, to: Target, address: string): Addressing =>
  world.groups.find(to)?.addressing ?? (to === STATUS_CHAT || address.endsWith('@lid') ? 'lid' : 'pn');

const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reaction'), emoji: z.string().nullable() }),
  z.strictObject({ kind: z.literal('edit'), text: z.string() }),
  z.strictObject({ kind: z.literal('revoke') }),
  z.strictObject({ kind: z.literal('vote'), options: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('pin'), seconds: z.number().int().min(0) }),
]);

export const messageOperations: OperationTable = {
  send: pageOperation(
    z.strictObject({ to: wid, id: z.string().min(1), fields, audience: z.array(wid).optional() }),
    (context, asker, { to: address, id, fields: given, audience: viewers }) => {
      const to = targetOf(context, address);
      const notes = notesIn(context, asker.me, given);
      const addressing = addressingOf(context, to, address);
      const audience = viewers?.flatMap((viewer) => context.wids.account(viewer) ?? []);
      return handIn(context, asker, { to, id, content: toContent(given), notes, addressing, audience });
    },
  ),
  change: pageOperation(z.strictObject({ id: z.string().min(1), target: key, change }), (context, asker, input) => {
    const target = readKey(context, asker.me, input.target);
    if (!target || !context.world.messages.find(target)) throw new WorldError('not_found', 'no such message');
    const to = targetOf(context, input.target.remote);
    const content: ChangeContent = { ...input.change, target: { sender: target.sender, id: target.id } };
    const addressing = addressingOf(context, to, input.target.remote);
    return handIn(context, asker, { to, id: input.id, content, addressing });
  }),
  /**
   * The chat was opened: its messages are read. Too quick a receipt is merged into the sender's own message event by the
   * other door's client.
   */
  seen: pageOperation(z.strictObject({ keys: z.array(key) }), (context, { device, me }, input) => {
    const { world, receiptDelayMs } = context;
    for (const fact of input.keys) {
      const about = readKey(context, me, fact);
      const message = about && world.messages.find(about);
      if (!message || message.key.sender === me) continue;
      const { chat, sender, id } = message.key;
      const receipt = { by: device, type: 'read' as const, to: sender, ids: [id], addressing: message.addressing };
      const where = isSharedChat(chat) ? { chat } : {};
      world.clock.after(receiptDelayMs, () => world.receipts.post({ ...receipt, ...where }));
    }
  }),
  /** Messages of a chat before one, oldest first. */
  earlier: pageOperation(
    z.strictObject({ chat: wid, before: key.optional(), count: z.number().int().min(1) }),
    (context, { me }, input) => {
      const history = new History(context);
      const chat = chatOf(me, targetOf(context, input.chat));
      const all = history.shown(me, chat);
      const at = input.before ? all.findIndex(({ shown }) => shown.key.id === input.before?.id) : all.length;
      const page = all.slice(Math.max(0, at - input.count), Math.max(0, at));
      return { messages: page.map((pair) => history.fact(me, pair)), changes: history.changes(me, chat) };
    },
  ),
  messages: pageOperation(z.strictObject({ keys: z.array(key) }), (context, { me }, { keys }) => {
    const history = new History(context);
    return keys.flatMap((fact) => {
      const about = readKey(context, me, fact);
      const found = about && history.shown(me, about.chat).find(({ shown }) => shown.key.id === about.id);
      return found ? [history.fact(me, found)] : [];
    });
  }),
  search: pageOperation(
    z.strictObject({
      text: z.string(),
      page: z.number().int().min(1),
      count: z.number().int().min(1),
      chat: wid.optional(),
    }),
    (context, { me }, { text, page, count, chat }) => {
      const history = new History(context);
      const where = chat === undefined ? undefined : chatOf(me, targetOf(context, chat));
      const size = Math.min(count, MOST_FOUND);
      return history
        .shown(me, where)
        .map((pair) => history.fact(me, pair))
        .filter(({ fields: { body = '' } }) => body.toLowerCase().includes(text.toLowerCase()))
        .toReversed()
        .slice((page - 1) * size, page * size);
    },
  ),
  /** Who got and who read one's own message. */
  info: pageOperation(z.strictObject({ key }), (context, { me }, input) => {
    const about = readKey(context, me, input.key);
    const people = about ? context.acks.of(about) : [];
    const { wids } = context;
    const reached = (level: number) =>
      people.flatMap(({ number, at }) =>
        at[level] === undefined ? [] : [{ id: wids.partner(number), t: Math.floor(at[level] / 1000) }],
      );
    return { delivery: reached(2), read: reached(3), played: reached(4) };
  }),
};
