import { z } from 'zod';
import type { Group, GroupSettings, MemberResult } from '../world/group-model.js';
import { groupDigits } from '../world/ids.js';
import { operation } from './operation.js';
import { addressing, group, number } from './schemas.js';

/** A group as the service has it. */
export interface GroupView {
  /** Digits. */
  id: string;
  subject: string;
  description: string;
  creator: string;
  /** Roles by phone number. */
  members: Group['members'];
  settings: GroupSettings;
  requests: string[];
}

const view = ({ chat, subject, description, creator, members, settings, requests }: Group): GroupView => ({
  id: groupDigits(chat),
  subject,
  description: description?.text ?? '',
  creator,
  members,
  settings,
  requests: requests.map(({ number }) => number),
});

const acting = { group, by: number };
const people = z.array(number).min(1);
const who = z.strictObject({ ...acting, who: people });
const settings = z.strictObject({
  announce: z.boolean().optional(),
  locked: z.boolean().optional(),
  approval: z.boolean().optional(),
  membersCanAdd: z.boolean().optional(),
  ephemeral: z.number().int().min(0).optional(),
});

const members = (action: 'add' | 'remove' | 'promote' | 'demote') =>
  operation(who, ({ world }, input): MemberResult[] =>
    world.groups.changeMembers(input.by, input.group, action, input.who),
  );

const defined = (changes: z.output<typeof settings>): Partial<GroupSettings> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

/** What people do with groups on their phones. Who may not is refused with code `forbidden`. */
export const groupOperations = {
  'group.create': operation(
    z.strictObject({
      by: number,
      subject: z.string(),
      who: z.array(number).default([]),
      addressing: addressing.optional(),
    }),
    ({ world }, input): GroupView =>
      view(world.groups.create(input.by, input.subject, input.who, input.addressing).group),
  ),
  'group.add': members('add'),
  'group.remove': members('remove'),
  'group.promote': members('promote'),
  'group.demote': members('demote'),
  'group.subject': operation(z.strictObject({ ...acting, subject: z.string() }), ({ world }, input) =>
    world.groups.update(input.by, input.group, { subject: input.subject }),
  ),
  /** An empty text takes the description away. */
  'group.description': operation(z.strictObject({ ...acting, text: z.string() }), ({ world }, input) =>
    world.groups.update(input.by, input.group, { description: input.text }),
  ),
  'group.settings': operation(z.strictObject({ ...acting, settings }), ({ world }, input) =>
    world.groups.update(input.by, input.group, defined(input.settings)),
  ),
  'group.leave': operation(z.strictObject(acting), ({ world }, input) => world.groups.leave(input.by, input.group)),
  'group.invite': operation(z.strictObject(acting), ({ world }, input) => ({
    code: world.groupEntry.invite(input.by, input.group),
  })),
  /** Comes in with a code; `waiting` when an admin must agree first. */
  'group.join': operation(z.strictObject({ by: number, code: z.string().min(1) }), ({ world }, { by, code }) => {
    const { group: joined, waiting } = world.groupEntry.join(by, code);
    return { id: groupDigits(joined.chat), waiting };
  }),
  'group.answer': operation(who.extend({ approve: z.boolean() }), ({ world }, input): MemberResult[] =>
    world.groupEntry.answer(input.by, input.group, input.who, input.approve),
  ),
  /** What a member sees of the group. */
  'group.view': operation(z.strictObject(acting), ({ world }, input): GroupView =>
    view(world.groups.seenBy(input.by, input.group)),
  ),
  /** How many questions about groups an account may put per minute before it hears 429; null: as many as it likes. */
  'group.queryLimit': operation(
    z.strictObject({ perMinute: z.number().int().min(0).nullable() }),
    ({ world }, { perMinute }) => world.groupQueries.set(perMinute),
  ),
  /** Whether others may add this person to groups. */
  'group.privacy': operation(z.strictObject({ pn: number, add: z.enum(['all', 'none']) }), ({ world }, { pn, add }) => {
    world.directory.get(pn).privacy.groupadd = add;
  }),
};
