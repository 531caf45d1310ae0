import { describe, expect, it } from '@jest/globals';
import { DomainError, parseJid, type ParticipantAction } from '@columba/core';
import { toGroupError } from './group-errors.js';
import { toGroup, toOutcome, toResults } from './group.mapper.js';

const [ANN, BEN] = ['4915100000002@s.whatsapp.net', '4915100000003@s.whatsapp.net'];
const ANN_LID = '100000000000002@lid';

const node = (attrs: Record<string, string>) => ({ tag: 'participant', attrs });
const refused = (code: number) => Object.assign(new Error('no'), { data: code });

describe('groups as they come', () => {
  it('name everybody by the phone where it is known', () => {
    const group = toGroup({
      id: '120363000000000001@g.us',
      subject: 'Garden',
      subjectTime: Number.NaN,
      owner: ANN_LID,
      ownerPn: ANN,
      participants: [
        { id: ANN_LID, phoneNumber: ANN, admin: 'superadmin' },
        { id: '100000000000003@lid', admin: null },
      ],
    });
    expect(group.owner).toMatchObject({ id: ANN, lid: ANN_LID });
    expect(group.participants.map(({ id, role }) => [id, role])).toEqual([
      [ANN, 'owner'],
      ['100000000000003@lid', 'member'],
    ]);
    expect(group).not.toHaveProperty('subjectChangedAt');
  });

  it.each([
    ['add', '200', 'done'],
    ['add', '403', 'invite_required'],
    ['remove', '403', 'not_allowed'],
    ['add', '404', 'not_on_whatsapp'],
    ['promote', '404', 'not_member'],
    ['add', '408', 'recently_left'],
    ['add', '409', 'already_member'],
    ['add', '419', 'group_full'],
    ['remove', '406', 'not_allowed'],
    ['add', '999', 'failed'],
  ] as [ParticipantAction, string, string][])('%s answered with %s is %s', (action, code, outcome) => {
    expect(toOutcome(action, code)).toBe(outcome);
  });

  it('answer in the order of the question, under either name', () => {
    const answers = [node({ jid: ANN_LID, phone_number: ANN }), node({ jid: BEN, error: '409' })];
    const results = toResults([parseJid(BEN), parseJid(ANN_LID)], answers, 'add');
    expect(results).toMatchObject([
      { person: { id: BEN }, outcome: 'already_member', whatsappCode: 409 },
      { person: { id: ANN }, outcome: 'done' },
    ]);
    expect(toResults([parseJid(BEN)], [], 'add')).toMatchObject([{ person: { id: BEN }, outcome: 'failed' }]);
  });

  it.each([
    [403, 'not_allowed'],
    [404, 'not_found'],
    [406, 'rejected'],
    [429, 'rate_limited'],
    [500, 'engine_error'],
  ])('a refusal %i is %s', (code, expected) => {
    const error = toGroupError(refused(code));
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: expected, details: { whatsappCode: code } });
  });

  it('an invite that is not accepted is not there', () => {
    expect(toGroupError(refused(406), 'invite').code).toBe('not_found');
  });
});
