import type { Clock, Contact, EngineService, Group, Jid, Logger, SessionName } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../../common/tokens.js';
import { GajosuReads } from './gajosu-reads.js';
import { GajosuSession } from './gajosu-session.js';

interface ObservingStorage {
  observations: {
    group(session: SessionName, group: Group): void;
    contact(session: SessionName, contact: Partial<Contact> & Pick<Contact, 'id'>): void;
  };
}

/** How long an answer of WhatsApp stands; in between, its events keep what is known. */
const STANDS_MS = 10 * 60_000;
/** After a refusal, which may well mean that too much was asked. */
const AGAIN_AFTER_MS = 60_000;

/** What was asked of whom, and until when (monotonic) that is enough. */
interface Asked {
  engine: EngineService;
  done: Promise<void>;
  until: number;
}

/**
 * Asks WhatsApp now and then for what no event tells of before it changes. A client may poll the lists: that must
 * neither use up how often WhatsApp may be asked, nor fail when it does not answer.
 */
@Injectable()
export class GajosuRefresh {
  private readonly asked = new Map<string, Asked>();

  constructor(
    @Inject(STORAGE) private readonly storage: ObservingStorage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly session: GajosuSession,
    private readonly reads: GajosuReads,
  ) {}

  /** @throws GajosuRefusal 503 unless connected */
  groups(): Promise<void> {
    return this.once('groups', async (engine) => {
      for (const group of await engine.groups.list()) this.storage.observations.group(this.session.name, group);
    });
  }

  /** @throws GajosuRefusal 503 unless connected */
  blocked(): Promise<void> {
    return this.once('blocked', async (engine) => this.observe(await engine.contacts.listBlocked()));
  }

  /** The account changed its groups: what was answered before does not stand. */
  groupsChanged(): void {
    this.asked.delete('groups');
  }

  private observe(wire: readonly Jid[]): void {
    const blocked = new Set(wire.map((jid) => this.reads.resolve(jid)));
    const kept = this.reads.contacts().filter((contact) => contact.blocked);
    const freed = kept.filter(({ id }) => !blocked.has(id));
    for (const { id } of freed) this.storage.observations.contact(this.session.name, { id, blocked: false });
    for (const id of blocked) this.storage.observations.contact(this.session.name, { id, blocked: true });
  }

  private once(what: string, ask: (engine: EngineService) => Promise<void>): Promise<void> {
    const engine = this.session.engine();
    const now = this.clock.monotonic();
    const last = this.asked.get(what);
    if (last?.engine === engine && now < last.until) return last.done;
    const asked: Asked = { engine, until: now + STANDS_MS, done: Promise.resolve() };
    asked.done = ask(engine).catch((error: unknown) => {
      asked.until = this.clock.monotonic() + AGAIN_AFTER_MS;
      this.logger.warn('WhatsApp does not tell what there is; what is known is shown', { what, error });
    });
    this.asked.set(what, asked);
    return asked.done;
  }
}
