import { createHmac } from 'node:crypto';
import type { Clock, Logger } from '@columba/core';
import type { AuditEntry, AuditFilter, Page, PageRequest, Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Caller } from '../auth/caller.js';
import { canonicalJson } from '../common/idempotency/canonical-json.js';
import { requestIdOf } from '../common/http/request-id.js';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';

type Entry = Omit<AuditEntry, 'id'>;

/** Entries are written together: no request waits for the disk because of them. */
const WRITTEN_WITHIN_MS = 500;
const HASH_DIGITS = 16;
/** What a path can name that is nobody's address. */
const TARGETS = ['keyId', 'consumerId', 'webhookId', 'deliveryId', 'labelId', 'mediaId', 'callId'];

/** Writes down who did what. Contents and addresses leave only a hash that needs this installation's key. */
@Injectable()
export class AuditTrail implements OnModuleDestroy {
  private waiting: Entry[] = [];
  private cancel: (() => void) | undefined;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleDestroy(): void {
    this.write();
  }

  /** Follows a request until it is answered. */
  follow(operation: string, caller: Caller, request: Request, response: Response): void {
    const { params } = request;
    const target = TARGETS.map((name) => params[name]).find((value) => typeof value === 'string');
    const session = params['session'];
    const begun = {
      at: this.clock.now(),
      keyId: caller.keyId,
      keyName: caller.name,
      operation,
      requestHash: this.hashOf(request),
      requestId: requestIdOf(response),
      ...(typeof session === 'string' && { session }),
      ...(typeof target === 'string' && { target: target.slice(0, 64) }),
    };
    response.once('close', () => {
      this.note(response.writableFinished ? { ...begun, status: response.statusCode } : begun);
    });
  }

  /** Newest first. @throws InvalidInputError for a cursor that is none */
  list(caller: Caller, page: PageRequest, filter: Omit<AuditFilter, 'sessions'>): Page<AuditEntry> {
    this.write();
    return this.storage.audit.list(page, { ...filter, ...(caller.sessions && { sessions: caller.sessions }) });
  }

  private note(entry: Entry): void {
    this.waiting.push(entry);
    this.cancel ??= this.clock.after(WRITTEN_WITHIN_MS, () => this.write());
  }

  /** A log that cannot be written must not end what it is about. */
  private write(): void {
    this.cancel?.();
    this.cancel = undefined;
    const entries = this.waiting;
    if (entries.length === 0) return;
    this.waiting = [];
    try {
      this.storage.audit.add(entries);
    } catch (error) {
      this.logger.error('the audit log could not be written', { count: entries.length, error });
    }
  }

  private hashOf({ method, path, body }: Request): string {
    const hash = createHmac('sha256', this.storage.installKey).update(`${method} ${path}\n`);
    return hash
      .update(Buffer.isBuffer(body) ? body : canonicalJson(body))
      .digest('hex')
      .slice(0, HASH_DIGITS);
  }
}
