import { NotFoundError, type SessionName } from '@columba/core';
import type { SessionRecord, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_SOURCE, STORAGE } from '../common/tokens.js';
import type { EngineSource } from '../engine/engine-source.js';
import { EngineContexts } from './engine-contexts.js';
import { LiveSession } from './live-session.js';

/**
 * Who holds which session: the only way from a feature to an engine. Today every session lives in this process; on more
 * than one machine this is where a lease is taken.
 */
@Injectable()
export class SessionRegistry {
  private readonly live = new Map<string, LiveSession>();

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(ENGINE_SOURCE) private readonly engines: EngineSource,
    private readonly contexts: EngineContexts,
  ) {}

  /** @throws NotFoundError for a name that was never made, or is no name at all. */
  record(name: string): SessionRecord {
    const record = this.storage.sessions.get(name);
    if (!record) throw new NotFoundError(`There is no session '${name.slice(0, 64)}'`);
    return record;
  }

  /** @throws NotFoundError when there is no such session. */
  session(name: string): LiveSession {
    const record = this.record(name);
    const known = this.live.get(name);
    if (known) return known;
    const made = new LiveSession(record.name, () => this.makeEngine(record.name));
    this.live.set(name, made);
    return made;
  }

  all(): LiveSession[] {
    return this.storage.sessions.list().map((record) => this.session(record.name));
  }

  forget(name: string): void {
    this.live.delete(name);
  }

  private async makeEngine(name: SessionName) {
    const make = await this.engines.factory(this.record(name).engine);
    return make(this.contexts.for(name));
  }
}
