import {
  ConflictError,
  DomainError,
  InvalidInputError,
  NotFoundError,
  type Clock,
  type SessionName,
} from '@columba/core';
import type { ApiKeyChange, ApiKeyRecord, Scope, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { newKey } from '../auth/first-key.js';
import { digestOf } from '../auth/key-ring.js';
import { CLOCK, CONFIG, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';

const MOST_KEYS = 1_000;
const HOUR_MS = 3_600_000;

/** What a key is to be allowed. */
export interface WantedKey {
  name: string;
  scopes: readonly Scope[];
  sessions?: readonly string[];
  expiresAt?: Date;
}

/** A key with its secret, which is seen only once. */
export interface MadeKey {
  record: ApiKeyRecord;
  key: string;
}

/**
 * Who may call. A key that is bound to sessions sees, makes and changes only keys that are bound to those; and nobody
 * takes away the last key that may do everything.
 */
@Injectable()
export class ApiKeysService {
  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(caller: Caller): ApiKeyRecord[] {
    return this.storage.apiKeys.list().filter((record) => isVisible(caller, record));
  }

  /** @throws DomainError `forbidden` for sessions that the caller does not see; InvalidInputError */
  create(caller: Caller, { name, scopes, sessions, expiresAt }: WantedKey): MadeKey {
    if (this.storage.apiKeys.list().length >= MOST_KEYS)
      throw new InvalidInputError(`There cannot be more than ${MOST_KEYS} keys`);
    const bound = boundTo(caller, sessions);
    this.requireFuture(expiresAt);
    const key = newKey();
    const hash = digestOf(key).toString('hex');
    const record = this.storage.apiKeys.create({
      name,
      scopes,
      hash,
      ...(bound === undefined ? {} : { sessions: bound }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    return { record, key };
  }

  /** @throws NotFoundError; DomainError `forbidden`; ConflictError when nobody could administer any more */
  update(
    caller: Caller,
    id: string,
    { sessions, ...change }: ApiKeyChange & { sessions?: SessionName[] },
  ): ApiKeyRecord {
    const before = this.get(caller, id);
    this.requireFuture(change.expiresAt ?? undefined);
    const bound = sessions && boundTo(caller, sessions);
    const after = { ...before, scopes: change.scopes ?? before.scopes, sessions: bound ?? before.sessions };
    const ends = change.expiresAt === undefined ? before.expiresAt : (change.expiresAt ?? undefined);
    if (!isMaster({ ...after, expiresAt: ends })) this.requireAnotherMaster(before);
    this.storage.apiKeys.update(id, { ...change, ...(bound === undefined ? {} : { sessions: bound }) });
    return this.get(caller, id);
  }

  /** Works at once. @throws NotFoundError; ConflictError when nobody could administer any more */
  delete(caller: Caller, id: string): void {
    this.requireAnotherMaster(this.get(caller, id));
    this.storage.apiKeys.delete(id);
  }

  /** A new key with the same rights; the old one ends after the overlap. @throws NotFoundError */
  rotate(caller: Caller, id: string, overlapHours: number): MadeKey {
    this.get(caller, id);
    const key = newKey();
    const until = new Date(this.clock.now().getTime() + overlapHours * HOUR_MS);
    const record = this.storage.apiKeys.replace(id, digestOf(key).toString('hex'), until);
    if (!record) throw new NotFoundError('There is no such key');
    return { record, key };
  }

  private get(caller: Caller, id: string): ApiKeyRecord {
    const record = this.storage.apiKeys.get(id);
    if (!record || !isVisible(caller, record)) throw new NotFoundError('There is no such key');
    return record;
  }

  private requireFuture(expiresAt: Date | undefined): void {
    if (expiresAt && expiresAt <= this.clock.now())
      throw new InvalidInputError('The key would have ended already', {
        fields: [{ pointer: '/expiresAt', code: 'out_of_range', detail: 'Must be in the future' }],
      });
  }

  private requireAnotherMaster(record: ApiKeyRecord): void {
    if (this.config.auth.token !== undefined || !isMaster(record)) return;
    const others = this.storage.apiKeys.list().filter(({ id }) => id !== record.id);
    if (!others.some(isMaster)) throw new ConflictError('This is the last key that may do everything and does not end');
  }
}

/** May do everything, everywhere, for ever. */
const isMaster = ({ scopes, sessions, expiresAt }: Omit<WantedKey, 'name'>): boolean =>
  scopes.includes('admin') && sessions === undefined && expiresAt === undefined;

const isVisible = (caller: Caller, { sessions }: ApiKeyRecord): boolean =>
  caller.sessions === undefined || (sessions?.every((session) => caller.sees(session)) ?? false);

/** The sessions of a key: those asked for, or those of its maker. */
function boundTo(caller: Caller, sessions: readonly string[] | undefined): SessionName[] | undefined {
  if (sessions?.some((session) => !caller.sees(session)) === true)
    throw new DomainError('forbidden', 'This key is bound to other sessions');
  return (sessions ?? caller.sessions)?.map((session) => session as SessionName);
}
