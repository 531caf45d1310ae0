import { DomainError, type Group, type ParticipantOutcome, type ParticipantResult } from '@columba/core';
import { presentId, presentWid, type Wid } from '../gajosu-ids.js';
import { contactNotFound } from '../gajosu-refusal.js';

export interface GajosuCreatedGroup {
  gid: string;
  missingParticipants: Record<string, number>[];
  title: string;
  gidObject: Wid;
  participants: Record<string, GajosuAdded>;
}

interface GajosuAdded {
  statusCode: number;
  message: string;
  isGroupCreator: boolean;
  isInviteV4Sent: boolean;
}

/** WhatsApp's own numbers, for an engine that does not tell one. */
const CODES: Record<ParticipantOutcome, number> = {
  done: 200,
  invite_required: 403,
  already_member: 409,
  not_member: 404,
  not_on_whatsapp: 404,
  not_allowed: 401,
  recently_left: 408,
  group_full: 419,
  failed: 500,
};

const TEXTS: Partial<Record<ParticipantOutcome, string>> = {
  done: 'The participant was added successfully',
  invite_required: 'The participant can be added by sending private invitation only',
  not_on_whatsapp: 'The phone number is not registered on WhatsApp',
};
const UNKNOWN = 'An unknown error occupied while adding a participant';

export function presentCreatedGroup(group: Group, results: readonly ParticipantResult[]): GajosuCreatedGroup {
  const missing = results.filter(({ outcome }) => outcome !== 'done');
  return {
    gid: presentId(group.id),
    missingParticipants: missing.map((result) => ({ [presentId(result.person.id)]: codeOf(result) })),
    title: group.subject,
    gidObject: presentWid(group.id),
    participants: Object.fromEntries(results.map((result) => [presentId(result.person.id), presentAdded(result)])),
  };
}

const presentAdded = (result: ParticipantResult): GajosuAdded => ({
  statusCode: codeOf(result),
  message: TEXTS[result.outcome] ?? UNKNOWN,
  isGroupCreator: false,
  isInviteV4Sent: false,
});

/** The documented numbers are fixed; only for the rest WhatsApp's own says more. */
const codeOf = ({ outcome, whatsappCode }: ParticipantResult): number =>
  TEXTS[outcome] ? CODES[outcome] : (whatsappCode ?? CODES[outcome]);

/** It is as it was asked for. */
const FINE: readonly ParticipantOutcome[] = ['done', 'already_member'];

/**
 * This dialect answers nothing about single members. Only when nothing at all was done the request has failed.
 * @throws GajosuRefusal 404, DomainError `not_allowed` or `rejected`
 */
export function requireAnyDone(results: readonly ParticipantResult[]): void {
  const [first] = results;
  if (!first || results.some(({ outcome }) => FINE.includes(outcome))) return;
  const { outcome, person } = first;
  if (outcome === 'not_on_whatsapp' || outcome === 'not_member') throw contactNotFound(presentId(person.id));
  if (outcome === 'not_allowed') throw new DomainError('not_allowed', 'WhatsApp does not allow this to this account');
  throw new DomainError('rejected', TEXTS[outcome] ?? 'WhatsApp did not take the change');
}
