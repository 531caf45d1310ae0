import { z } from 'zod';
import { seedHistory } from '../world/history-seed.js';
import type { MessageKey } from '../world/ids.js';
import type { Account } from '../world/model.js';
import { disappearing, messagesOn } from '../world/phone-view.js';
import type { ShownMessage } from '../world/view.js';
import { content, notes, toContent } from './content.schema.js';
import { operation } from './operation.js';
import { addressing, addressingIn, milliseconds, number, phoneOf, receiptType, sharedChat, target } from './schemas.js';

const receipts = z.strictObject({ delayMs: milliseconds.nullable().default(150), read: z.boolean().default(false) });

const person = {
  pn: number,
  name: z.string().min(1).optional(),
  autoReply: z.strictObject({ text: z.string() }).optional(),
  receipts: receipts.optional(),
  phoneHidden: z.boolean().optional(),
  newChatsRefused: z.boolean().optional(),
};

export interface AccountView {
  /** Phone number, digits only. */
  pn: string;
  lid: string;
  name: string;
  about?: string;
}

const view = ({ number, lid, name, about }: Account): AccountView => ({
  pn: number,
  lid,
  name,
  ...(about ? { about: about.text } : {}),
});

const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const addPerson = operation(z.strictObject(person), ({ world }, { pn, ...changes }) =>
  view(world.directory.ensure(pn, defined(changes))),
);

export const worldOperations = {
  /** Makes an account, or updates the one that has the number. */
  'account.add': addPerson,
  /** The same: a contact is an account that nobody links, acted by the test. */
  'contact.add': addPerson,
  /** Somebody writes about themselves. */
  'account.about': operation(z.strictObject({ pn: number, text: z.string() }), ({ world }, { pn, text }) => {
    world.directory.update(pn, { about: { text, at: world.clock.now() } });
  }),
  'account.list': operation(z.strictObject({}).default({}), ({ world }) => world.directory.accounts().map(view)),
  /** Someone's phone writes a message. Recipients that are offline get it when they come back. */
  send: operation(
    z.strictObject({
      from: number,
      to: target,
      content,
      notes: notes.optional(),
      /** Which name of the two; in a group by default the one that the group uses. */
      addressing: addressing.optional(),
      id: z.string().min(1).optional(),
    }),
    ({ world }, { from, to, content, notes: beside, addressing: chosen, id }): MessageKey => {
      const expiresAfter = disappearing(world, from, to);
      return world.messages.post({
        from: phoneOf(from),
        to,
        content: toContent(content, world.files),
        addressing: chosen ?? addressingIn(world, to),
        notes: { ...(expiresAfter > 0 ? { expiresAfter } : {}), ...beside },
        ...(id === undefined ? {} : { id }),
      }).key;
    },
  ),
  /** Someone's phone sends the same message once more, under the same id. */
  repeat: operation(
    z.strictObject({ from: number, to: target, id: z.string().min(1) }),
    ({ world }, { from, to, id }) => world.messages.repeat(world.messages.key(from, to, id)),
  ),
  /** Fills the phone with messages of past days; a device that is linked afterwards is told of them. */
  'history.seed': operation(
    z.strictObject({
      pn: number,
      chats: z.number().int().min(1).max(5000).default(20),
      messages: z.number().int().min(1).max(1_000_000).default(1000),
      days: z.number().int().min(1).default(30),
    }),
    ({ world }, { pn, ...seed }) => {
      world.directory.ensure(pn);
      return seedHistory(world, { account: pn, ...seed });
    },
  ),
  /** From now on phones put their older history at the media host, as real ones do. */
  'history.files': operation(z.strictObject({ on: z.boolean() }), ({ door }, { on }) => {
    door.context.historyFiles.on = on;
  }),
  /** The contact's phone confirms messages that came from `from`, in a group or of a status when it is named. */
  receipt: operation(
    z.strictObject({
      by: number,
      from: number,
      ids: z.array(z.string()).min(1),
      type: receiptType,
      group: sharedChat.optional(),
    }),
    ({ world }, input) => world.receipts.fromPhone(input.by, input.from, input.ids, input.type, input.group),
  ),
  /** Automatic receipts of one person; `delayMs: null` stops them. */
  'receipts.policy': operation(z.strictObject({ pn: number, ...receipts.shape }), ({ world }, { pn, ...policy }) => {
    world.directory.update(pn, { receipts: policy });
  }),
  /** Somebody comes online or goes; told to whoever has subscribed. */
  presence: operation(
    z.strictObject({ pn: number, state: z.enum(['available', 'unavailable']) }),
    ({ world }, { pn, state }) => world.log.append('presence', { account: pn, state }),
  ),
  typing: operation(
    z.strictObject({ from: number, to: target, state: z.enum(['composing', 'recording', 'paused']) }),
    ({ world }, typing) => world.log.append('typing', typing),
  ),
  /** What the person's phone shows, of everything, of the chat with one other number, or of a group. */
  'recipient.view': operation(
    z.strictObject({ pn: number, chat: target.optional() }),
    ({ world }, { pn, chat }): ShownMessage[] => messagesOn(world, pn, chat),
  ),
  /** Moves world time forward. */
  'clock.advance': operation(z.strictObject({ ms: milliseconds }), ({ world }, { ms }) => {
    world.clock.advance(ms);
    return { now: world.clock.now() };
  }),
};
