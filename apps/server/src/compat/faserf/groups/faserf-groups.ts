import {
  DomainError,
  isGroup,
  isPerson,
  type GroupChange,
  type GroupInvite,
  type Jid,
  type ParticipantAction,
} from '@columba/core';
import { Injectable } from '@nestjs/common';
import { PicturesService } from '../../../media/pictures/pictures.service.js';
import type { FaserfCall } from '../faserf-call.js';
import type { FaserfInput } from '../faserf-input.js';
import { parseNumber } from '../faserf-number.js';
import { FaserfRefusal, invalid } from '../faserf-refusal.js';
import { FaserfSessions } from '../session/faserf-sessions.js';
import { notAdmin, presentGroup, presentGroupMetadata, requireAllDone } from './faserf-group.presenter.js';

const NUMBER = ['number', 'jid'] as const;
const INVITE_URL = 'https://chat.whatsapp.com/';
const DEFAULT_COOLDOWN_SECONDS = 60;
const STATUS = { add: 'updated', remove: 'updated', promote: 'promoted', demote: 'demoted' } as const;

/** Groups that this account is in, or joins. */
@Injectable()
export class FaserfGroups {
  constructor(
    private readonly sessions: FaserfSessions,
    private readonly pictures: PicturesService,
  ) {}

  async list({ session }: FaserfCall) {
    try {
      return (await this.groups(session).list()).map(presentGroup);
    } catch (error) {
      throw error instanceof DomainError && error.code === 'rate_limited' ? coolingDown(error) : error;
    }
  }

  async info({ session, input }: FaserfCall) {
    return presentGroupMetadata(await this.groups(session).get(groupOf(input)));
  }

  async create({ session, input }: FaserfCall) {
    input.require(['subject', 'name'], ['participants']);
    const people = peopleOf(input);
    const { group } = await this.groups(session).create(input.text('subject', 'name'), people);
    return { status: 'created', group: presentGroupMetadata(group) };
  }

  async changeParticipants({ session, input }: FaserfCall, action: ParticipantAction) {
    const group = groupOf(input, ['participants']);
    const people = peopleOf(input);
    try {
      const results = await this.groups(session).changeParticipants(group, action, people);
      return { status: STATUS[action], result: requireAllDone(results) };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof FaserfRefusal || error.code !== 'not_allowed')
        throw error;
      throw notAdmin(
        people.map((jid) => ({ jid, status: '403' })),
        error,
      );
    }
  }

  async leave({ session, input }: FaserfCall) {
    const jid = groupOf(input);
    await this.groups(session).leave(jid);
    return { status: 'left', jid };
  }

  async setSubject(call: FaserfCall) {
    const jid = groupOf(call.input, ['subject']);
    const subject = call.input.text('subject');
    await this.update(call, jid, { subject });
    return { status: 'subject_updated', jid, subject };
  }

  /** It may be empty, which takes it away. */
  async setDescription(call: FaserfCall) {
    const jid = groupOf(call.input);
    await this.update(call, jid, { description: call.input.text('description') });
    return { status: 'description_updated', jid };
  }

  async setSettings(call: FaserfCall) {
    const jid = groupOf(call.input);
    const announceOnly = call.input.flag('announce');
    const locked = call.input.flag('locked');
    if (announceOnly === undefined && locked === undefined) throw invalid('settings', 'must be announce or locked');
    await this.update(call, jid, {
      ...(announceOnly !== undefined && { announceOnly }),
      ...(locked !== undefined && { locked }),
    });
    return { status: 'settings_updated', jid };
  }

  async setPicture({ session, input, signal }: FaserfCall) {
    const jid = groupOf(input, ['picture']);
    const source = { kind: 'base64', data: input.text('picture') } as const;
    await this.groups(session).setPicture(jid, await this.pictures.jpeg(session, source, signal));
    return { status: 'picture_updated', jid };
  }

  async invite({ session, input }: FaserfCall) {
    return presentInvite(await this.groups(session).invite(groupOf(input)));
  }

  async revokeInvite({ session, input }: FaserfCall) {
    return { status: 'revoked', ...presentInvite(await this.groups(session).revokeInvite(groupOf(input))) };
  }

  async join({ session, input }: FaserfCall) {
    input.require(['code']);
    const code = input.text('code').trim().split('?')[0]?.split('/').findLast(Boolean) ?? '';
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(code)) throw invalid('code', 'must be the code of an invitation, or its link');
    return { status: 'joined', groupId: await this.groups(session).join(code) };
  }

  private update({ session }: FaserfCall, group: Jid, change: GroupChange): Promise<void> {
    return this.groups(session).update(group, change);
  }

  private groups(session: FaserfCall['session']) {
    return this.sessions.engine(session).groups;
  }
}

const presentInvite = ({ code }: GroupInvite) => ({ code, link: INVITE_URL + code });

/** @param others fields that are needed, too */
function groupOf(input: FaserfInput, ...others: (readonly string[])[]): Jid {
  input.require(NUMBER, ...others);
  const jid = parseNumber(input.text(...NUMBER));
  if (!isGroup(jid)) throw invalid('number', 'must be that of a group');
  return jid;
}

function peopleOf(input: FaserfInput): Jid[] {
  const people = input.list('participants').map((item) => {
    if (typeof item !== 'string' && typeof item !== 'number')
      throw invalid('participants', 'must be a list of numbers');
    return parseNumber(String(item), 'participants');
  });
  if (people.length === 0 || !people.every(isPerson)) throw invalid('participants', 'must be at least one person');
  return people;
}

function coolingDown(cause: DomainError): FaserfRefusal {
  const seconds = cause.details.retryAfterSeconds ?? DEFAULT_COOLDOWN_SECONDS;
  const text = 'Rate limit: Group fetch is currently in cooldown';
  return new FaserfRefusal('rate_limited', text, { cooldown_remaining: seconds }, { cause });
}
