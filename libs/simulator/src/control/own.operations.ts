import { z } from 'zod';
import { shareKey } from '../noise/phone/bootstrap.js';
import type { SimulatorParts } from '../parts.js';
import { WorldError } from '../world/errors.js';
import { chatOf, type MessageKey, type PhoneNumber, type Target } from '../world/ids.js';
import type { OwnChange } from '../world/own-changes.js';
import { chatOn, type ChatView } from '../world/phone-view.js';
import { target as message } from './content.schema.js';
import { operation } from './operation.js';
import { addressing, milliseconds, number, phoneOf, target } from './schemas.js';

/** Whose phone, and which of its chats. */
const chat = { pn: number, chat: target };
const label = z.string().min(1);

/** What a phone shows of its own account. */
export interface OwnView {
  name: string;
  /** The address book, by number. */
  contacts: Record<PhoneNumber, string>;
  labels: Record<string, { name: string; color: number }>;
}

const set = ({ world }: SimulatorParts, pn: PhoneNumber, change: OwnChange): void =>
  world.own.apply(phoneOf(pn), change);

interface Named {
  pn: PhoneNumber;
  chat: Target;
  target: { sender: PhoneNumber; id: string };
}

/** @throws WorldError not_found */
function keyOf({ world }: SimulatorParts, { pn, chat: other, target: named }: Named): MessageKey {
  const key = { chat: chatOf(pn, other), ...named };
  if (!world.messages.find(key)) throw new WorldError('not_found', `no message ${named.id}`);
  return key;
}

/** What somebody sets on their own phone; the account's linked devices are told. Times are world milliseconds. */
export const ownOperations = {
  'chat.archive': operation(z.strictObject({ ...chat, archived: z.boolean() }), (parts, { pn, ...what }) =>
    set(parts, pn, { kind: 'archive', ...what }),
  ),
  'chat.pin': operation(z.strictObject({ ...chat, pinned: z.boolean() }), (parts, { pn, ...what }) =>
    set(parts, pn, { kind: 'pinChat', ...what }),
  ),
  /** `until: null` ends it. */
  'chat.mute': operation(z.strictObject({ ...chat, until: milliseconds.nullable() }), (parts, { pn, ...what }) =>
    set(parts, pn, { kind: 'mute', ...what }),
  ),
  'chat.markUnread': operation(z.strictObject({ ...chat, unread: z.boolean() }), (parts, { pn, ...what }) =>
    set(parts, pn, { kind: 'markUnread', ...what }),
  ),
  'chat.clear': operation(z.strictObject(chat), (parts, { pn, chat: other }) =>
    set(parts, pn, { kind: 'clear', chat: other, upTo: parts.world.clock.now() }),
  ),
  'chat.delete': operation(z.strictObject(chat), (parts, { pn, chat: other }) =>
    set(parts, pn, { kind: 'delete', chat: other, upTo: parts.world.clock.now() }),
  ),
  'chat.label': operation(z.strictObject({ ...chat, label, attached: z.boolean() }), (parts, { pn, ...what }) =>
    set(parts, pn, { kind: 'labelChat', ...what }),
  ),
  /** A message to the chat of two, which also sets it for the other one; `seconds: 0` ends it. */
  'chat.disappearing': operation(
    z.strictObject({ pn: number, chat: number, seconds: z.number().int().min(0), addressing: addressing.optional() }),
    ({ world }, { pn, chat: to, seconds, addressing: names = 'pn' }) =>
      world.messages.post({ from: phoneOf(pn), to, addressing: names, content: { kind: 'disappearing', seconds } }).key,
  ),
  'chat.view': operation(z.strictObject(chat), ({ world }, { pn, chat: other }): ChatView => chatOn(world, pn, other)),
  'message.star': operation(
    z.strictObject({ ...chat, target: message, starred: z.boolean() }),
    (parts, { starred, ...named }) => set(parts, named.pn, { kind: 'star', key: keyOf(parts, named), starred }),
  ),
  /** Deletes it for oneself. */
  'message.hide': operation(z.strictObject({ ...chat, target: message }), (parts, named) =>
    set(parts, named.pn, { kind: 'hide', key: keyOf(parts, named) }),
  ),
  /** Writes somebody into the address book; `name: null` strikes them out. */
  'contact.saveName': operation(
    z.strictObject({ pn: number, person: number, name: z.string().min(1).nullable() }),
    (parts, { pn, ...what }) => set(parts, pn, { kind: 'saveName', ...what }),
  ),
  /** Whom somebody does not want to hear of, or wants to again. */
  'contact.block': operation(
    z.strictObject({ pn: number, person: number, blocked: z.boolean() }),
    ({ world }, { pn, person, blocked }) => world.directory.block(pn, person, blocked),
  ),
  'account.rename': operation(z.strictObject({ pn: number, name: z.string().min(1) }), (parts, { pn, name }) =>
    set(parts, pn, { kind: 'rename', name }),
  ),
  'account.view': operation(z.strictObject({ pn: number }), ({ world }, { pn }): OwnView => {
    const { names, labels } = world.own.of(pn);
    return { name: world.directory.get(pn).name, contacts: { ...names }, labels: structuredClone(labels) };
  }),
  'label.set': operation(
    z.strictObject({ pn: number, label, name: z.string(), color: z.number().int().min(0).max(19) }),
    (parts, { pn, ...what }) => set(parts, pn, { kind: 'label', ...what }),
  ),
  'label.remove': operation(z.strictObject({ pn: number, label }), (parts, { pn, ...what }) =>
    set(parts, pn, { kind: 'removeLabel', ...what }),
  ),
  /** The next patches of the account's linked devices are refused, as if another one had been faster. */
  'appState.conflict': operation(
    z.strictObject({ pn: number, patches: z.number().int().min(1) }),
    ({ world, door }, { pn, patches }) => door.context.appStates.conflict(pn, patches, world.clock.now()),
  ),
  /** The phone writes with a new key from now on. Its devices do not have it until `appState.shareKey`. */
  'appState.rotateKey': operation(z.strictObject({ pn: number }), ({ world, door }, { pn }) =>
    door.context.appStates.rotateKey(pn, world.clock.now()),
  ),
  'appState.shareKey': operation(z.strictObject({ pn: number }), ({ door }, { pn }) => shareKey(door.context, pn)),
};
