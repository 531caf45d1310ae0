import type { CacheStore } from '@whiskeysockets/baileys';
import type { Clock } from '@columba/core';

/** A cache for the library that outlives its sockets and stays small: oldest entries go first. */
export class BoundedCache implements CacheStore {
  private readonly entries = new Map<string, { value: unknown; dueMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: { entries: number; ttlMs: number },
  ) {}

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the library's interface has it
  get<T>(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.dueMs > this.clock.monotonic()) return entry.value as T;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, value: unknown): void {
    this.entries.delete(key);
    this.entries.set(key, { value, dueMs: this.clock.monotonic() + this.limits.ttlMs });
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.limits.entries && !oldest.done) this.entries.delete(oldest.value);
  }

  del(key: string): void {
    this.entries.delete(key);
  }

  flushAll(): void {
    this.entries.clear();
  }
}
