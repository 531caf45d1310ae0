import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@columba/core';
import type { ApiKeyRecord, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { Caller, SCOPES } from './caller.js';

/** Keys are stored and compared as digests only: 256 random bits need no slow hash. */
export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const TOUCH_EVERY_MS = 60_000;

/** Finds the caller behind a key. */
@Injectable()
export class KeyRing {
  private readonly configured: Buffer | undefined;
  private readonly touched = new Map<string, number>();
  /** Whom a stored key stands behind: it can be changed and revoked. */
  private readonly keyed = new WeakSet<Caller>();

  constructor(
    @Inject(CONFIG) config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.configured = config.auth.token === undefined ? undefined : digestOf(config.auth.token);
  }

  /** The caller, or `undefined` for a key that is unknown or has expired. Both cost the same work. */
  find(key: string): Caller | undefined {
    const digest = digestOf(key);
    const stored = this.storage.apiKeys.findByHash(digest.toString('hex'));
    if (this.configured && timingSafeEqual(digest, this.configured)) return CONFIGURED;
    const caller = this.callerBehind(stored);
    if (caller) this.touch(caller.keyId);
    return caller;
  }

  /** The same caller with the rights that the key has now; `undefined` when it was revoked or has expired. */
  renew(caller: Caller): Caller | undefined {
    return this.keyed.has(caller) ? this.callerBehind(this.storage.apiKeys.get(caller.keyId)) : caller;
  }

  private callerBehind(stored: ApiKeyRecord | undefined): Caller | undefined {
    if (!stored || (stored.expiresAt && stored.expiresAt <= this.clock.now())) return undefined;
    const caller = new Caller(stored.id, stored.name, stored.scopes, stored.sessions);
    this.keyed.add(caller);
    return caller;
  }

  /** "Last used" is worth one write a minute, not one per request. */
  private touch(id: string): void {
    const now = this.clock.monotonic();
    if (now - (this.touched.get(id) ?? -Infinity) < TOUCH_EVERY_MS) return;
    this.touched.set(id, now);
    this.storage.apiKeys.touch(id);
  }
}

/** The key from the configuration: it is not stored, has all rights and cannot be revoked by the API. */
const CONFIGURED = new Caller('configured', 'configured', SCOPES);
