import { accountOf, isGroupChat, type DeviceId, type PhoneNumber } from '../world/ids.js';
import type { WebContext } from './context.js';
import { nameIn } from './device/keys.js';
import { tellOwn } from './device/own-fact.js';
import { contactFact } from './device/person-fact.js';
import type { PageConnection } from './transport/page-connection.js';

/** What is told to whoever has a page open right now, and never kept: typing, presence, changed names. */
export function followWorld(context: WebContext): (() => void)[] {
  const { world, wids } = context;
  const pages = (number: PhoneNumber): PageConnection[] =>
    world.directory.devicesOf(number).flatMap(({ id }: { id: DeviceId }) => context.pageOf(id) ?? []);
  return [
    world.log.on('typing', ({ from, to, state }) => {
      const readers = isGroupChat(to) ? Object.keys(world.groups.find(to)?.members ?? {}) : [to];
      for (const me of readers.filter((number) => number !== from)) {
        const chat = isGroupChat(to) ? wids.group(to) : wids.partner(from);
        const by = isGroupChat(to) ? nameIn(context, to, me, from) : chat;
        for (const page of pages(me)) page.tell('typing', { chat, by, state });
      }
    }),
    world.log.on('presence', ({ account, state }) => {
      for (const { number } of world.directory.accounts())
        if (number !== account)
          for (const page of pages(number)) page.tell('presence', { id: wids.partner(account), state });
    }),
    world.log.on('own.changed', ({ by, change }) => {
      for (const { id } of world.directory.devicesOf(accountOf(by))) {
        const page = id === by ? undefined : context.pageOf(id);
        if (page) tellOwn(context, page, by, change);
      }
    }),
    world.log.on('contact.blocked', ({ account, person }) => {
      for (const page of pages(account)) page.tell('contact', contactFact(context, account, person));
    }),
    world.log.on('account.updated', ({ account }) => {
      for (const { number } of world.directory.accounts())
        for (const page of pages(number)) page.tell('contact', contactFact(context, number, account));
    }),
  ];
}
