import { chatOf, isGroupChat, keyText, type PhoneNumber, type Target } from './ids.js';
import { viewOf, type ShownMessage } from './view.js';
import type { World } from './world.js';

/** A chat as the account's phone shows it. Times are world milliseconds. */
export interface ChatView {
  archived: boolean;
  pinned: boolean;
  mutedUntil: number | null;
  markedUnread: boolean;
  disappearingSeconds: number;
  labels: string[];
  /** How many messages are shown. */
  messages: number;
  exists: boolean;
}

/** The messages on a phone, oldest first, without those that its owner has deleted; of one chat when it is named. */
export function messagesOn(
  { screens, messages, groups, own }: World,
  account: PhoneNumber,
  chat?: Target,
): ShownMessage[] {
  const { starred, hidden } = own.of(account);
  const shown = screens.view(account, chat === undefined ? undefined : chatOf(account, chat));
  return viewOf(account, shown, {
    find: (key) => messages.find(key),
    isAdmin: (group, who) => groups.isAdmin(group, who),
  })
    .filter(({ key }) => !hidden[keyText(key)])
    .map((message) => ({ ...message, starred: starred[keyText(message.key)] !== undefined }));
}

export function chatOn(world: World, account: PhoneNumber, chat: Target): ChatView {
  const { deleted, archived, pinned, mutedUntil, markedUnread, labels } = world.own.chat(account, chat);
  const messages = messagesOn(world, account, chat).length;
  const known = world.screens.view(account, chatOf(account, chat)).length > 0;
  return {
    archived,
    pinned,
    mutedUntil,
    markedUnread,
    disappearingSeconds: disappearing(world, account, chat),
    labels: [...labels],
    messages,
    exists: known && !deleted,
  };
}

/** How long messages of the chat last; 0: for ever. In a chat of two, the last one who set it decides. */
export function disappearing({ groups, screens, messages }: World, account: PhoneNumber, chat: Target): number {
  if (isGroupChat(chat)) return groups.find(chat)?.settings.ephemeral ?? 0;
  const said = screens.view(account, chatOf(account, chat)).map(({ key }) => messages.find(key)?.content);
  const last = said.findLast((content) => content?.kind === 'disappearing');
  return last?.kind === 'disappearing' ? last.seconds : 0;
}
