import type { ChannelFact } from '../../facts.js';
import { ChannelMetadataModel } from '../models/channel-metadata.js';
import { ChatModel } from '../models/chat.js';
import type { Page } from '../page.js';

/** Takes over what is known of a channel; one that the page did not have is there then. */
export function takeChannel({ store }: Page, fact: ChannelFact): ChatModel {
  const chat = store.newsletters.get(fact.id) ?? store.newsletters.add(new ChatModel({ id: fact.id }));
  chat.adopt({ newsletterMetadata: new ChannelMetadataModel(fact) });
  const muteExpiration = fact.muted ? -1 : 0;
  chat.mute.set('expiration', muteExpiration);
  chat.set({ name: fact.name, isReadOnly: fact.membershipType !== 'owner', muteExpiration });
  return chat;
}
