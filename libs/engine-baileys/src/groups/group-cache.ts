import type { GroupMetadata } from '@whiskeysockets/baileys';
import { DomainError, type Clock } from '@columba/core';
import { BoundedCache } from '../connection/bounded-cache.js';

const HOUR_MS = 3_600_000;

interface Entry {
  data: GroupMetadata;
  /** Something has changed since. */
  stale: boolean;
}

/**
 * What is known of groups, so that a message to one does not begin with a question. WhatsApp tells of every change;
 * what has changed is asked for again, and while WhatsApp refuses to be asked the old state must do.
 */
export class GroupCache {
  private readonly entries: BoundedCache;
  private readonly asking = new Map<string, Promise<GroupMetadata>>();
  private changes = 0;

  /** @param ask puts the question to WhatsApp; throws domain errors. */
  constructor(
    clock: Clock,
    private readonly ask: (group: string) => Promise<GroupMetadata>,
  ) {
    this.entries = new BoundedCache(clock, { entries: 1000, ttlMs: 24 * HOUR_MS });
  }

  async get(group: string): Promise<GroupMetadata> {
    const entry = this.entries.get<Entry>(group);
    if (entry && !entry.stale) return entry.data;
    try {
      return await this.fetch(group);
    } catch (error) {
      if (entry && error instanceof DomainError && error.code === 'rate_limited') return entry.data;
      throw error;
    }
  }

  put(data: GroupMetadata, stale = false): void {
    this.entries.set(data.id, { data, stale } satisfies Entry);
  }

  /** Something about the group has changed. */
  changed(group: string): void {
    this.changes += 1;
    const entry = this.entries.get<Entry>(group);
    if (entry) entry.stale = true;
  }

  /** Several who ask at once share one question. */
  private async fetch(group: string): Promise<GroupMetadata> {
    const under = this.asking.get(group);
    if (under) return under;
    const asked = this.fetchNow(group).finally(() => this.asking.delete(group));
    this.asking.set(group, asked);
    return asked;
  }

  private async fetchNow(group: string): Promise<GroupMetadata> {
    const { changes } = this;
    const data = await this.ask(group);
    // An answer may be older than a change that was told while it was on its way.
    this.put(data, changes !== this.changes);
    return data;
  }
}
