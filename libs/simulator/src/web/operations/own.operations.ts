import { z } from 'zod';
import { WorldError } from '../../world/errors.js';
import type { Target } from '../../world/ids.js';
import type { OwnChange } from '../../world/own-changes.js';
import type { WebContext } from '../context.js';
import { readKey } from '../device/keys.js';
import { pageOperation, type Asker, type OperationTable } from './operation.js';
import { key, wid } from './schemas.js';

const chat = { id: wid };

function chatOf({ wids }: WebContext, id: string): Target {
  const found = wids.read(id);
  if (found === undefined) throw new WorldError('not_found', 'no such chat');
  return found;
}

function set({ world }: WebContext, { device }: Asker, change: OwnChange): void {
  world.own.apply(device, change);
}

function keyOf(context: WebContext, { me }: Asker, fact: z.output<typeof key>) {
  const found = readKey(context, me, fact);
  if (!found || !context.world.messages.find(found)) throw new WorldError('not_found', 'no such message');
  return found;
}

/** What the account sets for itself; its other devices show it, too. Times are seconds here, as in the page. */
export const ownOperations: OperationTable = {
  'own.archive': pageOperation(z.strictObject({ ...chat, archived: z.boolean() }), (context, asker, input) =>
    set(context, asker, { kind: 'archive', chat: chatOf(context, input.id), archived: input.archived }),
  ),
  'own.pinChat': pageOperation(z.strictObject({ ...chat, pinned: z.boolean() }), (context, asker, input) =>
    set(context, asker, { kind: 'pinChat', chat: chatOf(context, input.id), pinned: input.pinned }),
  ),
  'own.mute': pageOperation(z.strictObject({ ...chat, expiration: z.number().int() }), (context, asker, input) => {
    const until = input.expiration === 0 ? null : input.expiration < 0 ? -1 : input.expiration * 1000;
    set(context, asker, { kind: 'mute', chat: chatOf(context, input.id), until });
  }),
  'own.markUnread': pageOperation(z.strictObject({ ...chat, unread: z.boolean() }), (context, asker, input) =>
    set(context, asker, { kind: 'markUnread', chat: chatOf(context, input.id), unread: input.unread }),
  ),
  'own.empty': pageOperation(z.strictObject({ ...chat, remove: z.boolean() }), (context, asker, { id, remove }) => {
    const upTo = context.world.clock.now();
    set(context, asker, { kind: remove ? 'delete' : 'clear', chat: chatOf(context, id), upTo });
  }),
  'own.labelChat': pageOperation(
    z.strictObject({ ...chat, label: z.string(), attached: z.boolean() }),
    (context, asker, { id, label, attached }) =>
      set(context, asker, { kind: 'labelChat', chat: chatOf(context, id), label, attached }),
  ),
  'own.label': pageOperation(
    z.strictObject({ label: z.string(), name: z.string(), color: z.number().int().min(0).max(19) }),
    (context, asker, input) => set(context, asker, { kind: 'label', ...input }),
  ),
  'own.removeLabel': pageOperation(z.strictObject({ label: z.string() }), (context, asker, { label }) =>
    set(context, asker, { kind: 'removeLabel', label }),
  ),
  'own.star': pageOperation(z.strictObject({ key, starred: z.boolean() }), (context, asker, input) =>
    set(context, asker, { kind: 'star', key: keyOf(context, asker, input.key), starred: input.starred }),
  ),
  'own.hide': pageOperation(z.strictObject({ key }), (context, asker, input) =>
    set(context, asker, { kind: 'hide', key: keyOf(context, asker, input.key) }),
  ),
  /** In the address book; null strikes the person out. */
  'own.saveName': pageOperation(z.strictObject({ id: wid, name: z.string().nullable() }), (context, asker, input) => {
    const person = context.wids.account(input.id);
    if (person === undefined) throw new WorldError('not_found', 'nobody has this address');
    set(context, asker, { kind: 'saveName', person, name: input.name });
  }),
  'own.rename': pageOperation(z.strictObject({ name: z.string().min(1) }), (context, asker, { name }) =>
    set(context, asker, { kind: 'rename', name }),
  ),
};
