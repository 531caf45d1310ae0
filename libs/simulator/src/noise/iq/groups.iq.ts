import { WorldError, type WorldErrorCode } from '../../world/errors.js';
import type { Group, GroupUpdate, MemberAction } from '../../world/group-model.js';
import type { ChatId, PhoneNumber } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { groupStanza, memberResults } from '../group-stanza.js';
import { parseJid } from '../jid.js';
import { child, children, errorResult, result, stanza, textOf, type Stanza } from '../stanza.js';
import type { Caller, IqHandler, IqTable } from './handler.js';

interface GroupRequest {
  context: DoorContext;
  /** The account that asks. */
  by: PhoneNumber;
  /** The group it is about; empty in requests to the service as a whole. */
  chat: ChatId;
  body: Stanza;
  /** The request itself. */
  node: Stanza;
}

type Answer = (request: GroupRequest) => Stanza[] | undefined;

const ERRORS: Partial<Record<WorldErrorCode, [code: string, text: string]>> = {
  not_found: ['404', 'item-not-found'],
  forbidden: ['403', 'forbidden'],
  invalid_input: ['400', 'bad-request'],
};
const WRONG_INVITE = ['406', 'not-acceptable'] as const;

/** What the world refuses is answered with an error code. */
const answering =
  (answer: Answer, refusals: Partial<Record<WorldErrorCode, readonly [string, string]>> = {}): IqHandler =>
  (context, { account }: Caller, node, body) => {
    const chat = context.jids.chat(node.attrs.to ?? '') ?? '';
    try {
      return result(node, answer({ context, by: account, chat, body: body ?? stanza('none'), node }));
    } catch (error) {
      const known = error instanceof WorldError ? (refusals[error.code] ?? ERRORS[error.code]) : undefined;
      if (!known) throw error;
      return errorResult(node, ...known);
    }
  };

/** Too many questions in a minute are refused. */
const limited =
  (handler: IqHandler): IqHandler =>
  (context, caller, request, body) =>
    context.world.groupQueries.take(caller.account)
      ? handler(context, caller, request, body)
      : errorResult(request, '429', 'rate-overlimit');

/** Who is named in the children; an unknown person by the number in the address. */
const peopleIn = ({ jids }: DoorContext, parent: Stanza | undefined): PhoneNumber[] =>
  children(parent, 'participant').map(({ attrs: { jid = '' } }) => jids.account(jid) ?? parseJid(jid).user);

const shown = ({ jids }: DoorContext, group: Group): Stanza[] => [groupStanza(jids, group)];

const create: Answer = ({ context, by, body }) => {
  const { world, jids } = context;
  const { group, results } = world.groups.create(by, body.attrs.subject ?? '', peopleIn(context, body));
  const node = groupStanza(jids, group);
  const refused = results.filter(({ outcome }) => outcome !== 'done');
  return [{ ...node, content: [...children(node), ...memberResults(jids, refused, group.addressing)] }];
};

const participating: Answer = ({ context, by }) => [
  stanza(
    'groups',
    {},
    context.world.groups.of(by).map((group) => groupStanza(context.jids, group)),
  ),
];

const query: Answer = ({ context, by, chat }) => shown(context, context.world.groups.seenBy(by, chat));

/** An error for the whole request when somebody leaves a group that is not theirs is a guess. */
const leave: Answer = ({ context, by, body }) => {
  const left = children(body, 'group').map(({ attrs: { id = '' } }) => {
    context.world.groups.leave(by, context.jids.chat(id) ?? '');
    return stanza('group', { id });
  });
  return [stanza('leave', {}, left)];
};

const changeMembers: Answer = ({ context, by, chat, body }) => {
  const { world, jids } = context;
  const results = world.groups.changeMembers(by, chat, body.tag as MemberAction, peopleIn(context, body));
  return [stanza(body.tag, {}, memberResults(jids, results, world.groups.seenBy(by, chat).addressing))];
};

const update =
  (changes: (body: Stanza) => GroupUpdate): Answer =>
  ({ context, by, chat, body }) => {
    context.world.groups.update(by, chat, changes(body));
    return undefined;
  };

/** To the service with a code: whose invite it is. To a group: its invite. */
const getInvite: Answer = ({ context, by, chat, body }) => {
  const { groupEntry } = context.world;
  if (chat === '') return shown(context, groupEntry.preview(body.attrs.code ?? ''));
  return [stanza('invite', { code: groupEntry.invite(by, chat) })];
};

/** To the service with a code: comes in. To a group: a new code. */
const setInvite: Answer = ({ context, by, chat, body }) => {
  const { groupEntry } = context.world;
  if (chat !== '') return [stanza('invite', { code: groupEntry.revokeInvite(by, chat) })];
  const { group, waiting } = groupEntry.join(by, body.attrs.code ?? '');
  const jid = context.jids.ofChat(group.chat, group.addressing);
  return [stanza(waiting ? 'membership_approval_request' : 'group', { jid })];
};

const requests: Answer = ({ context, by, chat }) => {
  const { world, jids } = context;
  const { addressing } = world.groups.seenBy(by, chat);
  const waiting = world.groupEntry.requests(by, chat).map(({ number, at }) =>
    stanza('membership_approval_request', {
      jid: jids.of(number, addressing),
      phone_number: jids.of(number, 'pn'),
      request_method: 'invite_link',
      request_time: Math.floor(at / 1000),
    }),
  );
  return [stanza('membership_approval_requests', {}, waiting)];
};

const answerRequests: Answer = ({ context, by, chat, body }) => {
  const { world, jids } = context;
  const answers = children(body).map((action) => {
    const results = world.groupEntry.answer(by, chat, peopleIn(context, action), action.tag === 'approve');
    return stanza(action.tag, {}, memberResults(jids, results, world.groups.seenBy(by, chat).addressing));
  });
  return [stanza(body.tag, {}, answers)];
};

/** A wrong code is not acceptable; a group that is not there is not found. */
const invites = (answer: Answer): IqHandler => {
  const [ofCode, ofGroup] = [answering(answer, { not_found: WRONG_INVITE }), answering(answer)];
  return (context, caller, node, body) =>
    ((context.jids.chat(node.attrs.to ?? '') ?? '') === '' ? ofCode : ofGroup)(context, caller, node, body);
};
const members = answering(changeMembers);
const set = (changes: (body: Stanza) => GroupUpdate): IqHandler => answering(update(changes));

export const groupTable: IqTable = {
  'w:g2 set create': answering(create),
  'w:g2 get participating': limited(answering(participating)),
  'w:g2 get query': limited(answering(query)),
  'w:g2 set leave': answering(leave),
  'w:g2 set add': members,
  'w:g2 set remove': members,
  'w:g2 set promote': members,
  'w:g2 set demote': members,
  'w:g2 set subject': set((body) => ({ subject: textOf(body) })),
  'w:g2 set description': set((body) => ({ description: textOf(child(body, 'body')) })),
  'w:g2 set announcement': set(() => ({ announce: true })),
  'w:g2 set not_announcement': set(() => ({ announce: false })),
  'w:g2 set locked': set(() => ({ locked: true })),
  'w:g2 set unlocked': set(() => ({ locked: false })),
  'w:g2 set ephemeral': set((body) => ({ ephemeral: Number(body.attrs.expiration) })),
  'w:g2 set not_ephemeral': set(() => ({ ephemeral: 0 })),
  'w:g2 set member_add_mode': set((body) => ({ membersCanAdd: textOf(body) === 'all_member_add' })),
  'w:g2 set membership_approval_mode': set((body) => ({ approval: child(body, 'group_join')?.attrs.state === 'on' })),
  'w:g2 get invite': invites(getInvite),
  'w:g2 set invite': invites(setInvite),
  'w:g2 get membership_approval_requests': answering(requests),
  'w:g2 set membership_requests_action': answering(answerRequests),
};
