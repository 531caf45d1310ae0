import type { GroupFact } from '../../facts.js';
import { takeGroup } from '../apply/groups.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';
import type { ChatModel } from '../models/chat.js';
import type { MemberModel } from '../models/group-metadata.js';
import type { ModuleMaker, Page } from '../page.js';
import { send } from './sending.js';

interface Result {
  id: string;
  code: number;
}

interface Creation {
  title: string;
  announce?: boolean;
  restrict?: boolean;
  memberAddMode?: boolean;
  membershipApprovalMode?: boolean;
  ephemeralDuration?: number;
}

const OK = 200;
const NEEDS_INVITE = 403;
const INVITE_DAYS = 3;

/** Codes that only an invite helps with carry one. */
function inviteFor(page: Page, group: Wid): Promise<string> {
  return page.ask<string>('group.invite', { group: group.toString(), renew: false });
}

const expiry = (): number => Math.floor(Date.now() / 1000) + INVITE_DAYS * 86_400;

async function create(page: Page, wanted: Creation, who: { phoneNumber: Wid }[]) {
  const made = await page.ask<{ group: GroupFact; results: Result[] }>('group.create', {
    subject: wanted.title,
    who: who.map(({ phoneNumber }) => phoneNumber.toString()),
  });
  takeGroup(page, made.group);
  const wid = createWid(made.group.id);
  const changes = {
    ...(wanted.announce ? { announce: true } : {}),
    ...(wanted.restrict ? { locked: true } : {}),
    ...(wanted.memberAddMode ? { membersCanAdd: true } : {}),
    ...(wanted.membershipApprovalMode ? { approval: true } : {}),
    ...(wanted.ephemeralDuration ? { ephemeral: wanted.ephemeralDuration } : {}),
  };
  if (Object.keys(changes).length > 0) await page.ask('group.update', { group: made.group.id, changes });
  const code = await inviteFor(page, wid);
  const participants = made.results.map(({ id, code: status }) => ({
    wid: createWid(id),
    ...(status === OK ? {} : { error: status }),
    ...(status === NEEDS_INVITE ? { invite_code: code, invite_code_exp: expiry() } : {}),
  }));
  const creator = { wid: page.me?.number, type: 'superadmin' };
  return { wid, subject: made.group.subject, ts: made.group.creation, participants: [creator, ...participants] };
}

/** The answer to adding one person, in the depth that the library expects. */
async function addOne(page: Page, group: string, person: WidLike) {
  const who = [createWid(person).toString()];
  const [result] = await page.ask<Result[]>('group.members', { group, action: 'add', who });
  const code = result?.code ?? NEEDS_INVITE;
  const mixins =
    code === OK
      ? undefined
      : {
          name: code === NEEDS_INVITE ? 'ParticipantRequestCodeCanBeSent' : 'ParticipantError',
          value: {
            error: String(code),
            ...(code === NEEDS_INVITE
              ? { addRequestCode: await inviteFor(page, createWid(group)), addRequestExpiration: expiry() }
              : {}),
          },
        };
  return {
    name: 'AddParticipantsResponseSuccess',
    value: {
      addParticipant: [
        {
          addParticipantsParticipantAddedOrNonRegisteredWaUserParticipantErrorLidResponseMixinGroup: {
            value: { addParticipantsParticipantMixins: mixins },
          },
        },
      ],
    },
  };
}

interface Answering {
  iqTo: string;
  approveArgs?: { participantArgs: { participantJid: string }[] };
  rejectArgs?: { participantArgs: { participantJid: string }[] };
}

/** The answer to letting in or turning away, in the depth that the library expects. */
async function answerRequests(page: Page, { iqTo, approveArgs, rejectArgs }: Answering) {
  const who = (approveArgs ?? rejectArgs)?.participantArgs.map(({ participantJid }) => createWid(participantJid)) ?? [];
  const results = await page.ask<Result[]>('group.answer', {
    group: iqTo,
    who: who.map(String),
    approve: approveArgs !== undefined,
  });
  const mixins = approveArgs
    ? 'membershipRequestsActionAcceptParticipantMixins'
    : 'membershipRequestsActionRejectParticipantMixins';
  const participant = results.map(({ code }, at) => ({
    jid: who[at]?.toJid(),
    ...(code === OK ? {} : { [mixins]: { value: { error: String(code) } } }),
  }));
  const name = approveArgs ? 'membershipRequestsActionApprove' : 'membershipRequestsActionReject';
  return { name: 'MembershipRequestsActionResponseSuccess', value: { [name]: { participant } } };
}

const PROPERTIES: Record<string, (on: boolean) => object> = {
  announcement: (announce) => ({ announce }),
  restrict: (locked) => ({ locked }),
  member_add_mode: (membersCanAdd) => ({ membersCanAdd }),
  membership_approval_mode: (approval) => ({ approval }),
};

async function update(page: Page, group: Wid, changes: object): Promise<void> {
  await page.ask('group.update', { group: group.toString(), changes });
}

const members = (page: Page, action: string) => (chat: ChatModel, who: MemberModel[]) =>
  page.ask('group.members', { group: chat.id.toString(), action, who: who.map(({ id }) => id.toString()) });

async function preview(page: Page, code: string) {
  const { id, owner, participants, people, ...group } = await page.ask<GroupFact>('group.preview', { code });
  for (const person of people) page.people.learn(person);
  return { ...group, id: createWid(id), owner: createWid(owner), size: participants.length, participants };
}

export const sendGroupInvite = (
  page: Page,
  chat: ChatModel,
  inviteGrp: string,
  inviteGrpName: string,
  inviteCode: string,
  inviteCodeExp: string | number,
  comment?: string,
) =>
  send(page, chat, {
    type: 'groups_v4_invite',
    body: '',
    inviteGrp,
    inviteGrpName,
    inviteCode,
    inviteCodeExp: Number(inviteCodeExp),
    ...(comment ? { comment } : {}),
  });

export const groupModules: ModuleMaker = (page) => ({
  WAWebGroupCreateJob: {
    createGroup: (wanted: Creation, who: { phoneNumber: Wid }[]) => create(page, wanted, who),
  },
  WAWebGroupQueryJob: {
    queryAndUpdateGroupMetadataById: async ({ id }: { id: WidLike }) => {
      takeGroup(page, await page.ask<GroupFact>('group.find', { group: createWid(id).toString() }));
    },
    queryGroupInvite: (code: string) => preview(page, code),
    resetGroupInviteCode: async (wid: Wid) => ({
      code: await page.ask<string>('group.invite', { group: wid.toString(), renew: true }),
    }),
  },
  WAWebMexFetchGroupInviteCodeJob: {
    fetchMexGroupInviteCode: async (id: WidLike) => ({ code: await inviteFor(page, createWid(id)) }),
  },
  WAWebGroupInviteJob: {
    joinGroupViaInvite: async (code: string) => {
      const { id } = await page.ask<{ id: string }>('group.join', { code });
      return { gid: createWid(id) };
    },
  },
  WAWebGroupInviteV4Job: {
    joinGroupViaInviteV4: async (code: string) => {
      const { id } = await page.ask<{ id: string }>('group.join', { code });
      return { gid: createWid(id) };
    },
  },
  WAWebModifyParticipantsGroupAction: {
    addParticipants: members(page, 'add'),
    removeParticipants: members(page, 'remove'),
    promoteParticipants: members(page, 'promote'),
    demoteParticipants: members(page, 'demote'),
  },
  WASmaxGroupsAddParticipantsRPC: {
    sendAddParticipantsRPC: (asked: { participantArgs: { participantJid: string }[]; iqTo: string }) =>
      addOne(page, asked.iqTo, asked.participantArgs[0]?.participantJid ?? ''),
  },
  WASmaxGroupsMembershipRequestsActionRPC: {
    sendMembershipRequestsActionRPC: (asked: Answering) => answerRequests(page, asked),
  },
  WAWebGroupModifyInfoJob: {
    setGroupSubject: (wid: Wid, subject: string) => update(page, wid, { subject }),
    setGroupDescription: (wid: Wid, description: string) => update(page, wid, { description }),
  },
  WAWebSetPropertyGroupAction: {
    setGroupProperty: (chat: ChatModel, property: string, value: number) =>
      property === 'ephemeral'
        ? update(page, chat.id, { ephemeral: value })
        : update(page, chat.id, PROPERTIES[property]?.(Boolean(value)) ?? {}),
  },
  WAWebExitGroupAction: { sendExitGroup: (chat: ChatModel) => page.ask('group.leave', { group: chat.id.toString() }) },
  WAWebApiMembershipApprovalRequestStore: {
    getMembershipApprovalRequests: async (wid: Wid) => {
      const waiting = await page.ask<{ id: string; t: number }[]>('group.requests', { group: wid.toString() });
      return waiting.map(({ id, t }) => ({
        id: createWid(id),
        addedBy: createWid(id),
        requestMethod: 'InviteLink',
        t,
      }));
    },
  },
});
