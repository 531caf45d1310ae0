import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError, needsPerson, type Clock } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { FIRST_KEY_FILE } from '../auth/first-key.js';
import { HealthSources } from '../common/health-sources.js';
import { CLOCK, CONFIG, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { Governors } from '../pacing/governors.js';
import { toPacingDto } from '../pacing/pacing.schema.js';
import { isClockWrong } from '../sessions/clock-offset.js';
import { SessionsService, type SessionView } from '../sessions/sessions.service.js';
import type { HealthDto, HealthWarningDto } from './health.schema.js';
import { VERSION } from './version.js';

const RETRY_AFTER_SECONDS = 10;

/** What an operator wants to know at a glance. */
@Injectable()
export class HealthService {
  private readonly startedAt: Date;

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) clock: Clock,
    private readonly sessions: SessionsService,
    private readonly sources: HealthSources,
    private readonly governors: Governors,
  ) {
    this.startedAt = clock.now();
  }

  /** @throws DomainError `unavailable` while the database takes no writes. */
  requireReady() {
    if (!this.storage.healthy())
      throw new DomainError('unavailable', 'The database refuses writes', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    return { ready: true };
  }

  health(caller: Caller): HealthDto {
    const views = this.sessions.list(caller);
    const warnings = [
      ...this.generalWarnings(),
      ...this.sources.notes(),
      ...views.flatMap(sessionWarnings),
      ...views.flatMap((view) => this.pauses(view)),
      ...clockWarnings(views),
    ];
    return {
      status: warnings.length === 0 ? 'ok' : 'degraded',
      version: VERSION,
      startedAt: this.startedAt.toISOString(),
      sessions: views.map(({ live }) => ({
        name: live.name,
        state: live.state.state,
        reason: live.state.reason,
        waitingSends: this.storage.sends.unfinished(live.name).length,
        pacing: toPacingDto(this.governors.status(live.name)),
      })),
      warnings,
    };
  }

  private pauses({ live }: SessionView): HealthWarningDto[] {
    const { pausedUntil, newChatsPausedUntil } = this.governors.status(live.name);
    const until = pausedUntil ?? newChatsPausedUntil;
    if (!until) return [];
    const what = pausedUntil ? 'Nothing is sent' : 'No chat is begun';
    const detail = `WhatsApp has warned. ${what} before ${until.toISOString()}.`;
    return [{ code: 'sending_paused', session: live.name, detail }];
  }

  private generalWarnings(): HealthWarningDto[] {
    const warnings: HealthWarningDto[] = [];
    if (!this.storage.healthy())
      warnings.push({ code: 'storage_unhealthy', detail: 'The database refuses writes: is the disk full?' });
    if (Object.values(this.config.engineTest).some((value) => value !== undefined))
      warnings.push({
        code: 'simulated_whatsapp',
        detail: 'Settings for tests are on: this may not be the real WhatsApp.',
      });
    if (existsSync(join(this.config.storage.directory, FIRST_KEY_FILE)))
      warnings.push({
        code: 'first_token_file',
        detail: 'The first API key still stands in a file: keep it elsewhere and delete the file.',
      });
    return warnings;
  }
}

function sessionWarnings({ live }: SessionView): HealthWarningDto[] {
  const { state, detail } = live.state;
  if (!needsPerson(state)) return [];
  return [
    {
      code: 'session_needs_person',
      session: live.name,
      detail: detail ?? `The session is ${state.replaceAll('_', ' ')}.`,
    },
  ];
}

/** All sessions share one clock, so it is said once. */
function clockWarnings(views: readonly SessionView[]): HealthWarningDto[] {
  const offsetMs = views.map(({ live }) => live.clockOffsetMs).find(isClockWrong);
  if (offsetMs === undefined) return [];
  const which = offsetMs > 0 ? 'behind' : 'ahead of';
  const detail = `The clock of this computer is ${roughly(Math.abs(offsetMs))} ${which} WhatsApp's. No message expires until it is right.`;
  return [{ code: 'clock_wrong', detail }];
}

function roughly(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 2) return `${Math.round(hours * 60)} minutes`;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}
