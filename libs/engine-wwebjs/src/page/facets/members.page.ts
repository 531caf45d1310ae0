import type { ChatModel, PagePerson, PageScope, Wid } from '../page-scope.js';
import type { OfGroup } from './groups.page.js';
import type { GroupMemberModel, PageGroup } from '../group-scope.js';

/** What became of one person; `code` is WhatsApp's. */
export interface MemberAnswer extends PagePerson {
  code: number;
}

/** Each person by every address that is known. */
export interface OfMembers extends OfGroup {
  who: string[][];
}

export interface MembersOperations {
  'groups.create': (input: { subject: string; who: string[][] }) => { group: PageGroup; answers: MemberAnswer[] };
  'groups.add': (input: OfMembers) => MemberAnswer[];
  'groups.change': (input: OfMembers & { action: 'remove' | 'promote' | 'demote' }) => MemberAnswer[];
  'groups.requests': (input: OfGroup) => (PagePerson & { t: number })[];
  'groups.answer': (input: OfMembers & { approve: boolean }) => MemberAnswer[];
}

interface AddResult {
  name: string;
  value: {
    addParticipant?: {
      addParticipantsParticipantAddedOrNonRegisteredWaUserParticipantErrorLidResponseMixinGroup?: {
        value: { addParticipantsParticipantMixins?: { value: { error?: string } } };
      };
    }[];
    errorAddParticipantsClientErrors?: { value: { code: number | string } };
    errorServerErrors?: { value: { code: number | string } };
  };
}

type Mixin = { value: { error?: string } } | undefined;

interface RequestsResult {
  name: string;
  value?: Record<string, { participant?: Record<string, Mixin>[] } | undefined>;
}

/** Who is in a group, and who wants to be. Runs in the page. */
export function installMembers(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module } = kit;
  const { personOf, isSame, membersOf, toGroup, fresh, needChat } = kit.groups;
  const NO_ACCOUNT = 404;
  const OK = 200;

  /** The address under which there is an account. */
  const existing = async (addresses: string[]): Promise<Wid | undefined> => {
    const { queryWidExists } = module<{ queryWidExists(wid: Wid): Promise<object | null> }>('WAWebQueryExistsJob');
    const { getPhoneNumber } = module<{ getPhoneNumber(wid: Wid): Wid | undefined }>('WAWebApiContact');
    for (const address of addresses) {
      const wid = kit.wid(address);
      const phone = wid.isLid() ? getPhoneNumber(wid) : wid;
      if (await queryWidExists(phone ?? wid)) return phone ?? wid;
    }
    return undefined;
  };

  const asked = (addresses: string[]): PagePerson => personOf(addresses[0] ?? '');

  const create = async ({ subject, who }: { subject: string; who: string[][] }) => {
    const found = await Promise.all(who.map(existing));
    const { createGroup } = module<{
      createGroup(
        group: object,
        who: { phoneNumber: Wid }[],
      ): Promise<{ wid: Wid; participants: { wid: Wid; error?: number | string }[] }>;
    }>('WAWebGroupCreateJob');
    const wanted = {
      title: subject,
      addressingModeOverride: 'lid',
      memberAddMode: true,
      membershipApprovalMode: false,
      announce: false,
      restrict: false,
      ephemeralDuration: 0,
    };
    const members = found.filter((wid) => wid !== undefined).map((phoneNumber) => ({ phoneNumber }));
    const made = await createGroup(wanted, members);
    const results = made.participants.map(({ wid, error }) => ({ ...personOf(wid), code: Number(error ?? OK) }));
    const answers = who.map((addresses, place): MemberAnswer => {
      const wid = found[place];
      if (!wid) return { ...asked(addresses), code: NO_ACCOUNT };
      const person = personOf(wid);
      return results.find((result) => isSame(result, person)) ?? { ...person, code: 0 };
    });
    return { group: toGroup(await fresh(made.wid.toString())), answers };
  };

  const addOne = async (group: Wid, wid: Wid): Promise<number> => {
    const names = module<{ widToGroupJid(wid: Wid): string; widToUserJid(wid: Wid): string }>('WAWebWidToJid');
    const { sendAddParticipantsRPC } = module<{ sendAddParticipantsRPC(what: object): Promise<AddResult> }>(
      'WASmaxGroupsAddParticipantsRPC',
    );
    const { name, value } = await sendAddParticipantsRPC({
      participantArgs: [{ participantJid: names.widToUserJid(wid) }],
      iqTo: names.widToGroupJid(group),
    });
    if (name === 'AddParticipantsResponseSuccess') {
      const mixins =
        value.addParticipant?.[0]
          ?.addParticipantsParticipantAddedOrNonRegisteredWaUserParticipantErrorLidResponseMixinGroup;
      return Number(mixins?.value.addParticipantsParticipantMixins?.value.error ?? OK);
    }
    const code = (value.errorAddParticipantsClientErrors ?? value.errorServerErrors)?.value.code;
    throw Object.assign(new Error('WhatsApp refused to add somebody'), { status: Number(code ?? 0) });
  };

  const add = async ({ group, who }: OfMembers): Promise<MemberAnswer[]> => {
    const members = membersOf(await fresh(group)).map(({ id }) => personOf(id));
    const answers: MemberAnswer[] = [];
    for (const addresses of who) {
      const wid = await existing(addresses);
      const person = wid ? personOf(wid) : asked(addresses);
      const isMember = members.some((member) => isSame(member, person));
      const code = isMember ? 409 : wid ? await addOne(kit.wid(group), wid) : NO_ACCOUNT;
      answers.push({ ...person, code });
    }
    return answers;
  };

  const change = async ({ group, who, action }: OfMembers & { action: string }): Promise<MemberAnswer[]> => {
    const members = membersOf(await fresh(group));
    const chat = await needChat(group);
    const people = who.map((addresses) => {
      const person = asked(addresses);
      return { person, member: members.find(({ id }) => isSame(personOf(id), person)) };
    });
    const found = people.flatMap(({ member }) => member ?? []);
    // With nobody to ask for, WhatsApp is not asked; it would have refused.
    if (found.length === 0 && !chat.iAmAdmin())
      throw kit.refuse('not_allowed', 'Only admins may do this in this group');
    const actions = module<Record<string, (chat: ChatModel, who: GroupMemberModel[]) => Promise<unknown>>>(
      'WAWebModifyParticipantsGroupAction',
    );
    const told = found.length > 0 ? await actions[`${action}Participants`]?.(chat, found) : [];
    const results = Array.isArray(told) ? (told as { code?: number | string }[]) : [];
    return people.map(({ person, member }) => {
      const result = member && results[found.indexOf(member)];
      return { ...person, code: member ? Number(result?.code ?? OK) : NO_ACCOUNT };
    });
  };

  const requests = async ({ group }: OfGroup) => {
    const { getMembershipApprovalRequests } = module<{
      getMembershipApprovalRequests(wid: Wid): Promise<{ id: Wid; t: number }[]>;
    }>('WAWebApiMembershipApprovalRequestStore');
    const waiting = await getMembershipApprovalRequests(kit.wid(group));
    return waiting.map(({ id, t }) => ({ wid: id, person: personOf(id), t }));
  };

  const answerOne = async (group: Wid, wid: Wid, approve: boolean): Promise<number> => {
    const names = module<{ widToGroupJid(wid: Wid): string; widToUserJid(wid: Wid): string }>('WAWebWidToJid');
    const { sendMembershipRequestsActionRPC } = module<{
      sendMembershipRequestsActionRPC(what: object): Promise<RequestsResult>;
    }>('WASmaxGroupsMembershipRequestsActionRPC');
    const [args, part, mixins] = approve
      ? ['approveArgs', 'membershipRequestsActionApprove', 'membershipRequestsActionAcceptParticipantMixins']
      : ['rejectArgs', 'membershipRequestsActionReject', 'membershipRequestsActionRejectParticipantMixins'];
    const result = await sendMembershipRequestsActionRPC({
      iqTo: names.widToGroupJid(group),
      [args]: { participantArgs: [{ participantJid: names.widToUserJid(wid) }] },
    });
    if (result.name !== 'MembershipRequestsActionResponseSuccess') return 0;
    const [participant] = result.value?.[part]?.participant ?? [];
    return Number(participant?.[mixins]?.value.error ?? OK);
  };

  const answer = async ({ group, who, approve }: OfMembers & { approve: boolean }): Promise<MemberAnswer[]> => {
    const waiting = await requests({ group });
    const answers: MemberAnswer[] = [];
    for (const addresses of who) {
      const person = asked(addresses);
      const request = waiting.find((one) => isSame(one.person, person));
      const code = request ? await answerOne(kit.wid(group), request.wid, approve) : NO_ACCOUNT;
      answers.push({ ...person, code });
    }
    return answers;
  };

  Object.assign(kit.operations, {
    'groups.create': create,
    'groups.add': add,
    'groups.change': change,
    'groups.requests': async (input: OfGroup) => (await requests(input)).map(({ person, t }) => ({ ...person, t })),
    'groups.answer': answer,
  } satisfies Record<keyof MembersOperations, unknown>);
}
