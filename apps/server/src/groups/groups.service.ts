import {
  InvalidInputError,
  NotFoundError,
  type Group,
  type GroupChange,
  type GroupInvite,
  type GroupsPort,
  type Jid,
  type JoinRequest,
  type ParticipantAction,
  type ParticipantResult,
  type SessionName,
} from '@columba/core';
import type { Page, PageRequest, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { PicturesService } from '../media/pictures/pictures.service.js';
import type { MediaSource } from '../media/outgoing/media-source.js';
import { SessionAccess } from '../sessions/session-access.js';
import type { GroupListing } from './groups.schema.js';

/** `https://chat.whatsapp.com/CODE`, perhaps with a query behind it, or the code alone. */
const INVITE = /^(?:(?:https?:\/\/)?chat\.whatsapp\.com\/(?:invite\/)?)?([A-Za-z0-9_-]{10,64})\/?(?:\?.*)?$/;

export interface GroupListRequest extends PageRequest {
  participants?: boolean;
  /** Ask WhatsApp first. */
  refresh?: boolean;
}

/** Groups: read from what is known, changed at WhatsApp. All throw NotFoundError for a session or group that is not there. */
@Injectable()
export class GroupsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly access: SessionAccess,
    private readonly watch: LogWatch,
    private readonly pictures: PicturesService,
  ) {}

  /** @throws InvalidInputError for a cursor that is none; with `refresh` also what asking WhatsApp throws */
  async list(session: string, { participants, refresh, ...page }: GroupListRequest): Promise<Page<GroupListing>> {
    const name = this.access.name(session);
    if (refresh === true) await this.refresh(name);
    const { data, ...rest } = this.storage.groups.list(name, page);
    if (participants !== true) return { data, ...rest };
    const whole = data.map((group) => ({
      ...group,
      participants: this.storage.groups.get(name, group.id)?.participants ?? [],
    }));
    return { data: whole, ...rest };
  }

  /** What is known of it; a group that is not known yet is asked for. */
  async get(session: string, groupId: string, refresh = false): Promise<Group> {
    const { name, group } = this.named(session, groupId);
    const known = this.storage.groups.get(name, group);
    if (known && !refresh) return known;
    if (!known && !refresh && !this.access.isConnected(name)) throw new NotFoundError('There is no such group');
    return this.observed(name, await this.engine(name).get(group));
  }

  /** @throws NotConnectedError, InvalidInputError for who is no person */
  async create(session: string, subject: string, who: readonly string[]) {
    const name = this.access.name(session);
    const { group, results } = await this.engine(name).create(subject, this.access.persons(name, who));
    return { group: this.observed(name, group), results };
  }

  /** @throws NotAllowedError when only admins may, NotConnectedError */
  async update(session: string, groupId: string, change: GroupChange): Promise<Group> {
    const { name, group } = this.named(session, groupId);
    const engine = this.engine(name);
    await engine.update(group, change);
    return this.observed(name, await engine.get(group));
  }

  /** `null` removes it. @throws NotAllowedError, NotConnectedError, what is wrong with the source */
  async setPicture(session: string, groupId: string, source: MediaSource | null, signal?: AbortSignal): Promise<void> {
    const { name, group } = this.named(session, groupId);
    const engine = this.engine(name);
    await engine.setPicture(group, source && (await this.pictures.jpeg(name, source, signal)));
  }

  /** One outcome per person. @throws NotAllowedError, NotConnectedError */
  changeParticipants(
    session: string,
    groupId: string,
    action: ParticipantAction,
    who: readonly string[],
  ): Promise<ParticipantResult[]> {
    const { name, group } = this.named(session, groupId);
    return this.engine(name).changeParticipants(group, action, this.access.persons(name, who));
  }

  /** @throws NotAllowedError, NotConnectedError */
  invite(session: string, groupId: string): Promise<GroupInvite> {
    const { name, group } = this.named(session, groupId);
    return this.engine(name).invite(group);
  }

  /** The link that was given out leads nowhere any more. @throws NotAllowedError, NotConnectedError */
  async revokeInvite(session: string, groupId: string): Promise<void> {
    const { name, group } = this.named(session, groupId);
    await this.engine(name).revokeInvite(group);
  }

  /** @throws NotConnectedError, InvalidInputError for what is no code */
  preview(session: string, code: string): Promise<Group> {
    return this.engine(session).previewInvite(codeOf(code));
  }

  /** @throws NotConnectedError, InvalidInputError for what is no code */
  join(session: string, code: string): Promise<Jid> {
    return this.engine(session).join(codeOf(code));
  }

  /** Answers when it is no longer among the groups. @throws NotConnectedError */
  async leave(session: string, groupId: string): Promise<void> {
    const { name, group } = this.named(session, groupId);
    await this.engine(name).leave(group);
    await this.watch.told(() => !this.storage.groups.isMember(name, group));
  }

  /** @throws NotAllowedError, NotConnectedError */
  joinRequests(session: string, groupId: string): Promise<JoinRequest[]> {
    const { name, group } = this.named(session, groupId);
    return this.engine(name).joinRequests(group);
  }

  /** @throws NotAllowedError, NotConnectedError */
  answerJoinRequests(
    session: string,
    groupId: string,
    who: readonly string[],
    approve: boolean,
  ): Promise<ParticipantResult[]> {
    const { name, group } = this.named(session, groupId);
    return this.engine(name).answerJoinRequests(group, this.access.persons(name, who), approve);
  }

  private async refresh(session: SessionName): Promise<void> {
    for (const group of await this.engine(session).list()) this.storage.observations.group(session, group);
  }

  private observed(session: SessionName, group: Group): Group {
    this.storage.observations.group(session, group);
    return this.storage.groups.get(session, group.id) ?? group;
  }

  private engine(session: string): GroupsPort {
    return this.access.engine(session).groups;
  }

  private named(session: string, groupId: string): { name: SessionName; group: Jid } {
    const name = this.access.name(session);
    return { name, group: this.access.group(name, groupId) };
  }
}

function codeOf(text: string): string {
  const code = INVITE.exec(text.trim())?.[1];
  if (code === undefined)
    throw new InvalidInputError('This is neither the code nor the link of an invitation', {
      fields: [{ pointer: '/code', code: 'wrong_format', detail: 'Must be a code or a link of WhatsApp' }],
    });
  return code;
}
