import type { Fact } from '@columba/core';
import type { EntryType } from '../page/operations.js';
import type { Entry } from '../page/page-scope.js';
import { CALL_READERS } from './call.facts.js';
import { CHANGE_READERS } from './change.facts.js';
import { CHAT_READERS } from './chat.facts.js';
import { GROUP_READERS } from './group.facts.js';
import { LABEL_READERS } from './label.facts.js';
import { MEDIA_READERS } from './media.facts.js';
import { MESSAGE_READERS } from './message.facts.js';
import { PERSON_READERS } from './person.facts.js';
import { PICTURE_READERS } from './picture.facts.js';
import { PRESENCE_READERS } from './presence.facts.js';
import { PROFILE_READERS } from './profile.facts.js';
import type { Readers, ReadScope } from './reading.js';
import { STATUS_READERS } from './status.facts.js';

const READERS: Readers = {
  ...MESSAGE_READERS,
  ...STATUS_READERS,
  ...CHANGE_READERS,
  ...MEDIA_READERS,
  ...CHAT_READERS,
  ...LABEL_READERS,
  ...GROUP_READERS,
  ...PERSON_READERS,
  ...PROFILE_READERS,
  ...PICTURE_READERS,
  ...PRESENCE_READERS,
  ...CALL_READERS,
};

/** What the page told, in facts; nothing for what is no fact. */
export function factsOf({ type, data }: Entry, scope: ReadScope): Fact[] {
  const read = READERS[type as EntryType] as ((data: unknown, scope: ReadScope) => Fact[]) | undefined;
  return read ? read(data, scope) : [];
}
