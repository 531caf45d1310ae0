import { z } from 'zod';
import type { MemberResult } from '../../world/group-model.js';
import { groupChat, type ChatId, type PhoneNumber } from '../../world/ids.js';
import type { WebContext } from '../context.js';
import { groupFact } from '../device/group-fact.js';
import { Refused, pageOperation, type OperationTable } from './operation.js';
import { wid } from './schemas.js';

const group = wid.transform((id): ChatId => groupChat(id.replace('@g.us', '')));
const about = z.strictObject({ group });
const people = z.array(wid);

/** An unknown person by the number in the address. */
const numbers = ({ wids }: WebContext, who: string[]): PhoneNumber[] =>
  who.map((id) => wids.account(id) ?? id.slice(0, id.indexOf('@')));

const TOO_OFTEN = '429';

/** Codes with which the service names what became of each person. */
const CODES: Record<MemberResult['outcome'], number> = {
  done: 200,
  no_account: 404,
  already_in: 409,
  not_in: 404,
  privacy: 403,
  blocked: 401,
  protected: 406,
  full: 419,
};

const told = ({ wids }: WebContext, results: MemberResult[]) =>
  results.map(({ number, outcome }) => ({
    id: outcome === 'no_account' ? wids.number(number) : wids.partner(number),
    code: CODES[outcome],
  }));

const changes = z.strictObject({
  subject: z.string().optional(),
  description: z.string().optional(),
  announce: z.boolean().optional(),
  locked: z.boolean().optional(),
  membersCanAdd: z.boolean().optional(),
  approval: z.boolean().optional(),
  ephemeral: z.number().int().min(0).optional(),
});

export const groupOperations: OperationTable = {
  'group.create': pageOperation(z.strictObject({ subject: z.string(), who: people }), (context, { me }, input) => {
    const { group: made, results } = context.world.groups.create(me, input.subject, numbers(context, input.who));
    return { group: groupFact(context, made), results: told(context, results) };
  }),
  'group.find': pageOperation(about, (context, { me }, input) => {
    const { groups, groupQueries } = context.world;
    if (!groupQueries.take(me)) throw new Refused(TOO_OFTEN);
    return groupFact(context, groups.seenBy(me, input.group));
  }),
  'group.members': pageOperation(
    about.extend({ action: z.enum(['add', 'remove', 'promote', 'demote']), who: people }),
    (context, { me }, input) =>
      told(context, context.world.groups.changeMembers(me, input.group, input.action, numbers(context, input.who))),
  ),
  'group.update': pageOperation(about.extend({ changes }), ({ world }, { me }, input) => {
    const given = Object.entries(input.changes).filter(([, value]) => value !== undefined);
    world.groups.update(me, input.group, Object.fromEntries(given));
  }),
  'group.leave': pageOperation(about, ({ world }, { me }, input) => world.groups.leave(me, input.group)),
  'group.invite': pageOperation(about.extend({ renew: z.boolean() }), ({ world }, { me }, input) =>
    input.renew ? world.groupEntry.revokeInvite(me, input.group) : world.groupEntry.invite(me, input.group),
  ),
  'group.preview': pageOperation(z.strictObject({ code: z.string() }), (context, _asker, { code }) =>
    groupFact(context, context.world.groupEntry.preview(code)),
  ),
  'group.join': pageOperation(z.strictObject({ code: z.string() }), ({ world, wids }, { me }, { code }) => {
    const { group: joined, waiting } = world.groupEntry.join(me, code);
    return { id: wids.group(joined.chat), waiting };
  }),
  'group.requests': pageOperation(about, ({ world, wids }, { me }, input) =>
    world.groupEntry
      .requests(me, input.group)
      .map(({ number, at }) => ({ id: wids.partner(number), t: Math.floor(at / 1000) })),
  ),
  'group.answer': pageOperation(about.extend({ who: people, approve: z.boolean() }), (context, { me }, input) =>
    told(context, context.world.groupEntry.answer(me, input.group, numbers(context, input.who), input.approve)),
  ),
  'group.common': pageOperation(z.strictObject({ with: wid }), ({ world, wids }, { me }, input) => {
    const other = wids.account(input.with);
    const shared = world.groups.of(me).filter(({ members }) => other !== undefined && members[other] !== undefined);
    return shared.map(({ chat }) => wids.group(chat));
  }),
};
