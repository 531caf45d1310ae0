import type { Group, GroupChange, GroupNotice, MemberOutcome, MemberResult } from '../world/group-model.js';
import { groupDigits, type Addressing, type PhoneNumber } from '../world/ids.js';
import type { JidBook } from './jid.js';
import { stanza, type Stanza } from './stanza.js';

/** The error codes beside a person who was asked for; none means done. */
const CODES: Record<MemberOutcome, string | undefined> = {
  done: undefined,
  no_account: '404',
  not_in: '404',
  already_in: '409',
  privacy: '403',
  blocked: '401',
  protected: '406',
  full: '419',
};

const SETTING_TAGS = { announce: 'announcement', locked: 'locked' } as const;

const seconds = (ms: number): number => Math.floor(ms / 1000);
const otherName = (addressing: Addressing): string => (addressing === 'lid' ? 'phone_number' : 'lid');

/** A person in a group's traffic: by the name the group uses, with the other one beside it. */
function person(jids: JidBook, tag: string, number: PhoneNumber, addressing: Addressing, attrs = {}): Stanza {
  const hidden = addressing === 'lid' && jids.isHidden(number);
  const other = hidden ? undefined : jids.of(number, addressing === 'lid' ? 'pn' : 'lid');
  return stanza(tag, { jid: jids.of(number, addressing), [otherName(addressing)]: other, ...attrs });
}

/** One node per person who was asked for. Who has no account is named as in the request. */
export function memberResults(jids: JidBook, results: MemberResult[], addressing: Addressing): Stanza[] {
  return results.map(({ number, outcome }) => {
    const error = CODES[outcome];
    const jid = `${number}@s.whatsapp.net`;
    if (jids.account(jid) === undefined) return stanza('participant', { jid, error });
    return person(jids, 'participant', number, addressing, { error });
  });
}

/** The `<group>` with its settings and everybody in it. */
export function groupStanza(jids: JidBook, group: Group): Stanza {
  const { addressing, description, settings, members } = group;
  const named = (number: PhoneNumber) => jids.of(number, addressing);
  const by = (number: PhoneNumber) =>
    addressing === 'lid' && !jids.isHidden(number) ? jids.of(number, 'pn') : undefined;
  const kids = Object.entries(members).map(([number, role]) =>
    person(jids, 'participant', number, addressing, {
      type: { creator: 'superadmin', admin: 'admin', member: undefined }[role],
    }),
  );
  if (description) {
    const attrs = { id: description.id, participant: named(description.by), t: seconds(description.at) };
    kids.push(stanza('description', attrs, [stanza('body', {}, Buffer.from(description.text))]));
  }
  if (settings.announce) kids.push(stanza('announcement'));
  if (settings.locked) kids.push(stanza('locked'));
  if (settings.ephemeral > 0) kids.push(stanza('ephemeral', { expiration: settings.ephemeral }));
  if (settings.approval) kids.push(approvalMode(true));
  kids.push(addMode(settings.membersCanAdd));
  const attrs = {
    id: groupDigits(group.chat),
    subject: group.subject,
    s_t: seconds(group.subjectAt),
    s_o: named(group.subjectBy),
    s_o_pn: by(group.subjectBy),
    creation: seconds(group.createdAt),
    creator: named(group.creator),
    creator_pn: by(group.creator),
    addressing_mode: addressing,
    size: Object.keys(members).length,
  };
  return stanza('group', attrs, kids);
}

/** A `w:gp2` notification. That the device which caused the change gets it as well is a guess. */
export function noticeStanza(jids: JidBook, notice: GroupNotice, id: string, name: string): Stanza {
  const { by, addressing, change } = notice;
  const attrs = {
    from: jids.ofChat(notice.chat, addressing),
    type: 'w:gp2',
    id,
    t: seconds(notice.at),
    participant: jids.of(by, addressing),
    [addressing === 'lid' ? 'participant_pn' : 'participant_lid']: jids.of(by, addressing === 'lid' ? 'pn' : 'lid'),
    notify: name,
    addressing_mode: addressing,
  };
  return stanza('notification', attrs, [changeStanza(jids, change, notice)]);
}

type Writers = {
  [K in GroupChange['kind']]: (jids: JidBook, change: Extract<GroupChange, { kind: K }>, notice: GroupNotice) => Stanza;
};

const WRITERS: Writers = {
  joined: (jids, { group, reason }) => stanza('create', { type: 'new', reason }, [groupStanza(jids, group)]),
  members: (jids, { action, who, reason }, { addressing }) =>
    stanza(
      action,
      { reason },
      who.map((number) => person(jids, 'participant', number, addressing)),
    ),
  subject: (jids, { subject, at }, { by, addressing }) =>
    stanza('subject', { subject, s_t: seconds(at), s_o: jids.of(by, addressing) }),
  description: (_jids, { id, text }) =>
    stanza('description', { id }, [text === '' ? stanza('delete') : stanza('body', {}, Buffer.from(text))]),
  setting: (_jids, { name, on }) => settingStanza(name, on),
  ephemeral: (_jids, { seconds: expiration }) =>
    expiration > 0 ? stanza('ephemeral', { expiration }) : stanza('not_ephemeral'),
  invite: (_jids, { code }) => stanza('invite', { code }),
  requested: (jids, { who }, { addressing }) =>
    stanza('created_membership_requests', { request_method: 'invite_link' }, [
      person(jids, 'requested_user', who, addressing),
    ]),
};

function changeStanza(jids: JidBook, change: GroupChange, notice: GroupNotice): Stanza {
  const write = WRITERS[change.kind] as (jids: JidBook, change: GroupChange, notice: GroupNotice) => Stanza;
  return write(jids, change, notice);
}

function settingStanza(name: Extract<GroupChange, { kind: 'setting' }>['name'], on: boolean): Stanza {
  if (name === 'approval') return approvalMode(on);
  if (name === 'membersCanAdd') return addMode(on);
  const tag = SETTING_TAGS[name];
  return stanza(on ? tag : name === 'locked' ? 'unlocked' : `not_${tag}`);
}

const approvalMode = (on: boolean): Stanza =>
  stanza('membership_approval_mode', {}, [stanza('group_join', { state: on ? 'on' : 'off' })]);

const addMode = (everyone: boolean): Stanza =>
  stanza('member_add_mode', {}, Buffer.from(everyone ? 'all_member_add' : 'admin_add'));
