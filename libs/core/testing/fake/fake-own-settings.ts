import { fact, type Chat, type Fact } from '../../src/index.js';
import type { FakeAccount, FakeChatSettings } from './fake-account.js';
import type { FakeWorldState } from './fake-world-state.js';

/** What an account has set before a device was linked; a new device is told all of it. */
export function settingsOf(world: FakeWorldState, account: FakeAccount): Fact[] {
  const base = { occurredAt: world.clock.now(), late: true };
  const next = (what: string) => [what, 'linked', String(world.serial())];
  const contacts = [...account.savedNames].map(([other, savedName]) => {
    const contact = { ...other.seenBy(account), savedName };
    return fact('contact.updated', { contact, changed: ['savedName'] }, next('contact'), base);
  });
  const chats = world.conversationsOf(account).flatMap((conversation) => {
    const change = changedIn(account.settingsOf(conversation.key));
    const id = conversation.chatFor(account);
    const data = { chat: { ...change, id }, changed: Object.keys(change) };
    return data.changed.length > 0 ? [fact('chat.updated', data, next('chat'), { ...base, chat: id })] : [];
  });
  return [...contacts, ...chats];
}

function changedIn({ archived, pinned, mutedUntil, markedUnread }: FakeChatSettings): Partial<Chat> {
  return {
    ...(archived ? { archived } : {}),
    ...(pinned ? { pinned } : {}),
    ...(mutedUntil ? { mutedUntil } : {}),
    ...(markedUnread ? { markedUnread } : {}),
  };
}
