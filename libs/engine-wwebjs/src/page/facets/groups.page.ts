import type { ChatModel, Collections, GroupKit, MessageModel, PagePerson, PageScope, Wid } from '../page-scope.js';
import type { GroupData, GroupMemberModel, PageGroup, PageMember } from '../group-scope.js';

/** A line in a group's chat that says what was done to the group. */
export interface GroupEntry {
  /** Of the line. */
  id: string;
  subtype: string;
  body: string | null;
  by?: PagePerson;
  people: PagePerson[];
  /** This account is one of {@link people}. */
  me: boolean;
  /** As it is now. */
  group: PageGroup | null;
  chat: string;
  t: number;
}

export type GroupProperty = 'announcement' | 'restrict' | 'member_add_mode' | 'membership_approval_mode' | 'ephemeral';

export interface OfGroup {
  group: string;
}

export interface GroupsOperations {
  'groups.list': (input: null) => PageGroup[];
  'groups.get': (input: OfGroup) => PageGroup;
  'groups.subject': (input: OfGroup & { subject: string }) => null;
  'groups.description': (input: OfGroup & { text: string }) => null;
  'groups.property': (input: OfGroup & { name: GroupProperty; value: number }) => null;
  'groups.invite': (input: OfGroup) => string | null;
  'groups.revokeInvite': (input: OfGroup) => string | null;
  'groups.preview': (input: { code: string }) => PageGroup;
  'groups.join': (input: { code: string }) => string | null;
  'groups.leave': (input: OfGroup) => null;
}

export interface GroupsEntries {
  group: GroupEntry;
}

interface GroupJobs {
  queryAndUpdateGroupMetadataById(what: { id: Wid }): Promise<unknown>;
  resetGroupInviteCode(wid: Wid): Promise<{ code?: string } | undefined>;
  queryGroupInvite(code: string): Promise<GroupData>;
}

/** Groups, and what is done to them. Runs in the page. */
export function installGroups(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse } = kit;

  const collections = () =>
    module<Collections & { GroupMetadata: { get(id: Wid): GroupData | undefined } }>('WAWebCollections');
  const jobs = () => module<GroupJobs>('WAWebGroupQueryJob');
  const toWid = (id: Wid | string): Wid => (typeof id === 'string' ? kit.wid(id) : id);

  const addressesOf = ({ wid, phone, lid }: PagePerson): string[] =>
    [wid, phone, lid].filter((address) => address !== undefined);
  const isSame = (one: PagePerson, other: PagePerson) =>
    addressesOf(one).some((address) => addressesOf(other).includes(address));

  const personOf = (id: Wid | string): PagePerson => {
    const [found, me] = [kit.person(toWid(id)), kit.me()];
    if (!isSame(found, me)) return found;
    const { wid, phone, lid } = me;
    return { wid, ...(phone ? { phone } : {}), ...(lid ? { lid } : {}) };
  };

  const membersOf = ({ participants = [] }: GroupData): GroupMemberModel[] =>
    Array.isArray(participants) ? participants : participants.getModelsArray();

  const toMember = ({ id, isAdmin, isSuperAdmin }: GroupMemberModel): PageMember => ({
    ...personOf(id),
    role: isSuperAdmin ? 'owner' : isAdmin ? 'admin' : 'member',
  });

  const toGroup = (data: GroupData): PageGroup => {
    const { subjectTime, desc, descTime, owner, creation, memberAddMode } = data;
    return {
      id: data.id.toString(),
      subject: data.subject ?? '',
      ...(subjectTime ? { subjectTime } : {}),
      ...(desc ? { desc } : {}),
      ...(desc && descTime ? { descTime } : {}),
      ...(owner ? { owner: personOf(owner) } : {}),
      ...(creation ? { creation } : {}),
      announce: data.announce ?? false,
      restrict: data.restrict ?? false,
      approval: data.membershipApprovalMode ?? false,
      membersCanAdd: memberAddMode === 'all_member_add' || memberAddMode === true,
      ephemeral: data.ephemeralDuration ?? 0,
      participants: membersOf(data).map(toMember),
    };
  };

  const isIn = (data: GroupData): boolean => membersOf(data).some(({ id }) => isSame(kit.person(toWid(id)), kit.me()));

  const needChat = async (group: string): Promise<ChatModel> => {
    const chat = await kit.findChat([group]);
    if (!chat) throw refuse('not_found', 'There is no such group');
    return chat;
  };

  const fresh = async (group: string): Promise<GroupData> => {
    const id = kit.wid(group);
    await jobs().queryAndUpdateGroupMetadataById({ id });
    const found = collections().GroupMetadata.get(id);
    if (!found) throw refuse('not_found', 'There is no such group');
    return found;
  };

  /** A group about which nobody could be asked must not hide the others. */
  const list = async (): Promise<PageGroup[]> => {
    const groups: PageGroup[] = [];
    for (const { id, groupMetadata } of collections().Chat.getModelsArray()) {
      if (!id.isGroup()) continue;
      const known = groupMetadata && membersOf(groupMetadata).length > 0 ? groupMetadata : undefined;
      const data = known ?? (await fresh(id.toString()).catch(() => undefined));
      if (data && isIn(data)) groups.push(toGroup(data));
    }
    return groups;
  };

  /** Some of WhatsApp's numbers say, in answer to one question, that there is no such thing. */
  const there = async <T>(missing: number[], what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { status, statusCode } = error as { status?: number; statusCode?: number };
      if (missing.includes(status ?? statusCode ?? 0)) throw refuse('not_found', `There is no such ${what}`);
      throw error;
    }
  };
  /** A code of which WhatsApp knows nothing, or that is not valid any more. */
  const withCode = <T>(work: () => Promise<T>): Promise<T> => there([404, 406, 410], 'invite', work);

  const modify = () =>
    module<{
      setGroupSubject(wid: Wid, subject: string): Promise<unknown>;
      setGroupDescription(wid: Wid, text: string, id: string, previous: string | undefined): Promise<unknown>;
    }>('WAWebGroupModifyInfoJob');

  const describe = async ({ group, text }: OfGroup & { text: string }) => {
    const { groupMetadata } = await needChat(group);
    const id = await module<{ newId(): Promise<string> }>('WAWebMsgKey').newId();
    await modify().setGroupDescription(kit.wid(group), text, id, groupMetadata?.descId);
    return null;
  };

  /** Lines of the page that say what was done to a group. */
  const told = (message: MessageModel & { recipients?: (Wid | string)[] }) => {
    if (message.type !== 'gp2' || !message.isNewMsg) return;
    const { id, author, recipients = [], subtype = '', body, t } = message;
    const by = id.fromMe ? kit.me().wid : (author ?? id.participant);
    const people = recipients.map(personOf);
    const data = collections().GroupMetadata.get(id.remote);
    kit.tell('group', {
      id: id.id,
      subtype,
      body: body ?? null,
      ...(by && toWid(by).isUser() ? { by: personOf(by) } : {}),
      people,
      me: people.some((person) => isSame(person, kit.me())),
      group: data ? toGroup(data) : null,
      chat: id.remote.toString(),
      t,
    } satisfies GroupEntry);
  };
  kit.whenLoaded(() => collections().Msg.on('add', told));

  kit.groups = { personOf, isSame, membersOf, toGroup, fresh, needChat } satisfies GroupKit;
  Object.assign(kit.operations, {
    'groups.list': list,
    'groups.get': async ({ group }: OfGroup) => toGroup(await fresh(group)),
    'groups.subject': async ({ group, subject }: OfGroup & { subject: string }) => {
      await modify().setGroupSubject(kit.wid(group), subject);
      return null;
    },
    'groups.description': describe,
    'groups.property': async ({ group, name, value }: OfGroup & { name: GroupProperty; value: number }) => {
      const { setGroupProperty } = module<{ setGroupProperty(c: ChatModel, n: string, v: number): Promise<unknown> }>(
        'WAWebSetPropertyGroupAction',
      );
      await setGroupProperty(await needChat(group), name, value);
      return null;
    },
    'groups.invite': async ({ group }: OfGroup) => {
      const { fetchMexGroupInviteCode } = module<{
        fetchMexGroupInviteCode(id: string): Promise<{ code?: string } | string | undefined>;
      }>('WAWebMexFetchGroupInviteCodeJob');
      const found = await fetchMexGroupInviteCode(group);
      return (typeof found === 'string' ? found : found?.code) ?? null;
    },
    'groups.revokeInvite': async ({ group }: OfGroup) =>
      (await jobs().resetGroupInviteCode(kit.wid(group)))?.code ?? null,
    'groups.preview': async ({ code }: { code: string }) =>
      toGroup(await withCode(() => jobs().queryGroupInvite(code))),
    'groups.join': async ({ code }: { code: string }) => {
      const { joinGroupViaInvite } = module<{ joinGroupViaInvite(code: string): Promise<{ gid?: Wid } | undefined> }>(
        'WAWebGroupInviteJob',
      );
      return (await withCode(() => joinGroupViaInvite(code)))?.gid?.toString() ?? null;
    },
    'groups.leave': async ({ group }: OfGroup) => {
      const { sendExitGroup } = module<{ sendExitGroup(chat: ChatModel): Promise<unknown> }>('WAWebExitGroupAction');
      const chat = await needChat(group);
      // Of a group that one has left the chat stays; whoever is not in it may not leave it.
      await there([403, 404], 'group', () => sendExitGroup(chat));
      return null;
    },
  } satisfies Record<keyof GroupsOperations, unknown>);
}
