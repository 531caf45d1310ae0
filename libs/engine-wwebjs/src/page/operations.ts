import type { CallsEntries, CallsOperations } from './facets/calls.page.js';
import type { ChannelsOperations } from './facets/channels.page.js';
import type { ChatsEntries, ChatsOperations } from './facets/chats.page.js';
import type { GroupsEntries, GroupsOperations } from './facets/groups.page.js';
import type { HistoryOperations } from './facets/history.page.js';
import type { KindsEntries, KindsOperations } from './facets/kinds.page.js';
import type { LabelsEntries, LabelsOperations } from './facets/labels.page.js';
import type { MediaEntries, MediaOperations } from './facets/media.page.js';
import type { MembersOperations } from './facets/members.page.js';
import type { MessagesOperations } from './facets/messages.page.js';
import type { MessageEntries, NewsOperations } from './facets/news.page.js';
import type { PeopleEntries, PeopleOperations } from './facets/people.page.js';
import type { PicturesEntries, PicturesOperations } from './facets/pictures.page.js';
import type { PresenceEntries, PresenceOperations } from './facets/presence.page.js';
import type { ProfileEntries, ProfileOperations } from './facets/profile.page.js';
import type { SessionEntries, SessionOperations } from './facets/session.page.js';

/** All that Node can ask the page for. */
export type Operations = SessionOperations &
  MessagesOperations &
  NewsOperations &
  HistoryOperations &
  KindsOperations &
  MediaOperations &
  ChatsOperations &
  LabelsOperations &
  GroupsOperations &
  MembersOperations &
  ChannelsOperations &
  PeopleOperations &
  ProfileOperations &
  PicturesOperations &
  PresenceOperations &
  CallsOperations;

export type OperationName = keyof Operations;
export type Input<N extends OperationName> = Operations[N] extends (input: infer I) => unknown ? I : never;
export type Output<N extends OperationName> = Operations[N] extends (input: never) => infer O ? O : never;

/** All that the page tells by itself. */
export type Entries = SessionEntries &
  MessageEntries &
  KindsEntries &
  MediaEntries &
  ChatsEntries &
  LabelsEntries &
  GroupsEntries &
  PeopleEntries &
  ProfileEntries &
  PicturesEntries &
  PresenceEntries &
  CallsEntries;

export type EntryType = keyof Entries;
