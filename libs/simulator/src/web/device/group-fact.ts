import type { Group, GroupChange, GroupNotice } from '../../world/group-model.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { PictureNotice } from '../../world/picture-model.js';
import type { WebContext } from '../context.js';
import type { GroupFact, MessageFact, WidText } from '../facts.js';

const seconds = (ms: number) => Math.floor(ms / 1000);

export function groupFact({ wids }: WebContext, group: Group): GroupFact {
  const { description, settings, addressing } = group;
  const name = (number: PhoneNumber) => wids.person(number, addressing);
  return {
    id: wids.group(group.chat),
    subject: group.subject,
    owner: name(group.creator),
    creation: seconds(group.createdAt),
    ...(description
      ? {
          desc: description.text,
          descId: description.id,
          descTime: seconds(description.at),
          descOwner: name(description.by),
        }
      : {}),
    restrict: settings.locked,
    announce: settings.announce,
    memberAddMode: settings.membersCanAdd ? 'all_member_add' : 'admin_add',
    membershipApprovalMode: settings.approval,
    isLidAddressingMode: addressing === 'lid',
    ephemeralDuration: settings.ephemeral,
    participants: Object.entries(group.members).map(([number, role]) => ({
      id: name(number),
      isAdmin: role !== 'member',
      isSuperAdmin: role === 'creator',
    })),
    requests: group.requests.map(({ number, at }) => ({ id: name(number), t: seconds(at) })),
    people: [group.creator, ...Object.keys(group.members), ...group.requests.map(({ number }) => number)].map(
      (number) => wids.addresses(number),
    ),
  };
}

interface Told {
  subtype: string;
  body?: string;
  recipients?: PhoneNumber[];
}

const SETTING_SUBTYPES = {
  announce: 'announce',
  locked: 'restrict',
  approval: 'membership_approval_mode',
  membersCanAdd: 'member_add_mode',
} as const;

/** How the page names a change of a group. What an invite's renewal is called is a guess. */
function told(change: GroupChange, by: PhoneNumber, me: PhoneNumber): Told {
  switch (change.kind) {
    case 'joined':
      return change.reason === 'invite'
        ? { subtype: 'invite', recipients: [me] }
        : { subtype: by === me ? 'create' : 'add', body: change.group.subject, recipients: [me] };
    case 'members':
      return { subtype: memberSubtype(change, by), recipients: change.who };
    case 'subject':
      return { subtype: 'subject', body: change.subject };
    case 'description':
      return { subtype: 'description', body: change.text };
    case 'setting':
      return { subtype: SETTING_SUBTYPES[change.name], body: change.on ? 'on' : 'off' };
    case 'ephemeral':
      return { subtype: 'ephemeral', body: String(change.seconds) };
    case 'invite':
      return { subtype: 'revoke_invite' };
    default:
      return { subtype: 'membership_approval_request', recipients: [change.who] };
  }
}

function memberSubtype({ action, who, reason }: Extract<GroupChange, { kind: 'members' }>, by: PhoneNumber): string {
  if (action === 'add') return reason === 'invite' ? 'invite' : 'add';
  if (action === 'remove') return who.length === 1 && who[0] === by ? 'leave' : 'remove';
  return action;
}

/** The line that the page shows in the group's chat, and that the library makes its group events of. */
export function noticeFact({ wids }: WebContext, me: PhoneNumber, notice: GroupNotice, seq: number): MessageFact {
  const { chat, by, at, addressing, change } = notice;
  const remote: WidText = wids.group(chat);
  const name = (number: PhoneNumber) => wids.person(number, addressing);
  const { recipients, ...line } = told(change, by, me);
  const author = change.kind === 'requested' ? change.who : by;
  return {
    key: { fromMe: by === me, remote, id: `${seconds(at)}${seq}`, participant: name(author) },
    from: remote,
    to: name(me),
    author: name(author),
    t: seconds(at),
    ack: 1,
    star: false,
    sender: wids.addresses(author),
    named: (recipients ?? []).map((number) => wids.addresses(number)),
    fields: { type: 'gp2', ...line, recipients: (recipients ?? []).map(name) },
  };
}

/** The line about a group's new picture, or that it has none any more. */
export function pictureFact(
  { wids, world }: WebContext,
  me: PhoneNumber,
  notice: PictureNotice,
  seq: number,
): MessageFact {
  const { owner, by, at, id } = notice;
  const remote: WidText = wids.target(owner);
  const addressing = world.groups.find(owner)?.addressing ?? 'lid';
  const name = (number: PhoneNumber) => wids.person(number, addressing);
  return {
    key: { fromMe: by === me, remote, id: `${seconds(at)}${seq}`, participant: name(by) },
    from: remote,
    to: name(me),
    author: name(by),
    t: seconds(at),
    ack: 1,
    star: false,
    sender: wids.addresses(by),
    fields: { type: 'gp2', subtype: 'picture', ...(id === undefined ? {} : { body: id }) },
  };
}
