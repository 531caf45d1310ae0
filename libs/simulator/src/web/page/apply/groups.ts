import type { GroupFact, WidText } from '../../facts.js';
import type { ChatModel } from '../models/chat.js';
import { GroupMetadataModel } from '../models/group-metadata.js';
import type { Page } from '../page.js';

/** Takes over a group's data; its chat is made when it is new. */
export function takeGroup({ store, people }: Page, fact: GroupFact): ChatModel {
  for (const person of fact.people) people.learn(person);
  const known = store.groupMetadata.get(fact.id);
  const metadata = known ?? store.groupMetadata.add(new GroupMetadataModel({ id: fact.id }));
  metadata.take(fact);
  const chat = store.chat(fact.id);
  chat.adopt({ groupMetadata: metadata });
  chat.set({ name: fact.subject, isReadOnly: false });
  return chat;
}

/** This account is in the group no more; its chat stays. */
export function leaveGroup(page: Page, id: WidText): void {
  const chat = page.store.chats.get(id);
  const own = chat?.groupMetadata?.participants.filter((member) => page.isMe(member.id)) ?? [];
  for (const member of own) chat?.groupMetadata?.participants.remove(member);
  chat?.set('isReadOnly', true);
}
