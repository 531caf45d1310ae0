import { NotConnectedError, UnsupportedError, type Account } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { PicturesService } from '../media/pictures/pictures.service.js';
import type { MediaSource } from '../media/outgoing/media-source.js';
import { SessionAccess } from '../sessions/session-access.js';
import { SessionRegistry } from '../sessions/session-registry.js';

export interface ProfileView {
  account: Account;
  about?: string;
}

/** What the account shows of itself. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly access: SessionAccess,
    private readonly registry: SessionRegistry,
    private readonly pictures: PicturesService,
  ) {}

  /** @throws NotFoundError; NotConnectedError for a session that was never linked */
  async get(session: string): Promise<ProfileView> {
    const account = this.account(session);
    if (!this.access.isConnected(session)) return { account };
    const about = await this.about(session, account);
    return { account, ...(about === undefined ? {} : { about }) };
  }

  /** Changes what is given. @throws NotConnectedError, UnsupportedError */
  async update(session: string, { name, about }: { name?: string; about?: string }): Promise<ProfileView> {
    const { profile } = this.access.engine(session);
    if (name !== undefined) await profile.setName(name);
    if (about !== undefined) await profile.setAbout(about);
    const view = await this.get(session);
    const account = name === undefined ? view.account : { ...view.account, name };
    return { ...view, account };
  }

  /** `null` removes it. @throws NotConnectedError, UnsupportedError, what is wrong with the source */
  async setPicture(session: string, source: MediaSource | null, signal?: AbortSignal): Promise<void> {
    const { profile } = this.access.engine(session);
    await profile.setPicture(source && (await this.pictures.jpeg(this.access.name(session), source, signal)));
  }

  private account(session: string): Account {
    const account = this.registry.session(session).account ?? this.registry.record(session).account;
    if (!account) throw new NotConnectedError('This session was never linked to an account');
    return account;
  }

  /** An engine that cannot ask leaves it out: the rest of the profile is worth having. */
  private async about(session: string, { id }: Account): Promise<string | undefined> {
    try {
      return (await this.access.engine(session).contacts.about(id))?.text;
    } catch (error) {
      if (error instanceof UnsupportedError) return undefined;
      throw error;
    }
  }
}
