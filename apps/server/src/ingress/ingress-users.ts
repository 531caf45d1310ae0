import { type Clock, delay, type Logger } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { type Scope, SCOPES } from '../auth/caller.js';
import { CLOCK, CONFIG, LOGGER } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { HaLink } from '../home-assistant/link/ha-link.js';
import { objectIn, textIn } from '../home-assistant/link/json.js';

/** So long somebody who has just lost, or been given, the role may keep the old one. */
const FRESH_MS = 60_000;
/** How long a request waits for Home Assistant to be reached at all, and how often that is tried. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 250;
const ADMINISTRATORS = 'system-admin';
/** What those who are none may do. */
const OTHERS = { nothing: [], read: ['read'] } as const satisfies Record<string, readonly Scope[]>;

/**
 * Which users of Home Assistant are its administrators. Ingress says who somebody is and not what they may do, so Home
 * Assistant is asked for its list of users (`config/auth/list`); the last list counts while it cannot be reached.
 */
@Injectable()
export class IngressUsers {
  private administrators: ReadonlySet<string> | undefined;
  private askedAt = -Infinity;
  private asking: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(HaLink) private readonly link: Pick<HaLink, 'address' | 'ask'>,
  ) {}

  /** What this user may do; `undefined` while Home Assistant has not said who its administrators are. */
  async scopesOf(userId: string): Promise<readonly Scope[] | undefined> {
    const { otherUsers } = this.config.ingress;
    if (otherUsers === 'everything') return SCOPES;
    const isAdministrator = await this.isAdministrator(userId);
    if (isAdministrator === undefined) return undefined;
    return isAdministrator ? SCOPES : OTHERS[otherUsers];
  }

  /** @returns `undefined` while nobody has said yet; `true` for everybody where there is no Home Assistant to be asked. */
  private async isAdministrator(userId: string): Promise<boolean | undefined> {
    if (!this.link.address) return true;
    const until = this.clock.monotonic() + PATIENCE_MS;
    if (this.clock.monotonic() - this.askedAt >= FRESH_MS) await this.ask();
    while (!this.administrators && this.clock.monotonic() < until) {
      await delay(this.clock, LOOK_MS);
      await this.ask();
    }
    return this.administrators?.has(userId);
  }

  /** Once for all who wait. */
  private ask(): Promise<void> {
    this.asking ??= this.read().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async read(): Promise<void> {
    const answer = await this.link.ask('config/auth/list');
    if (answer.kind === 'ok' && Array.isArray(answer.result)) {
      this.administrators = new Set(answer.result.flatMap(administratorIn));
      this.askedAt = this.clock.monotonic();
    } else if (answer.kind === 'error')
      this.logger.warn('Home Assistant does not tell who its administrators are', { code: answer.code });
  }
}

/** Owners are always in that group, too; who is not active cannot log in. */
function administratorIn(value: unknown): string[] {
  const user = objectIn(value);
  const id = textIn(user?.['id']);
  const groups = user?.['group_ids'];
  const isOne = user?.['is_owner'] === true || (Array.isArray(groups) && groups.includes(ADMINISTRATORS));
  return id !== undefined && isOne && user?.['is_active'] !== false ? [id] : [];
}
