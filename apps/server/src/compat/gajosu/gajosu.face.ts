import type { DomainError, ErrorCode } from '@columba/core';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { Caller, callerOf } from '../../auth/caller.js';
import { ApiFaces, type ApiFace, type Refusal } from '../../common/http/api-faces.js';
import { HealthSources } from '../../common/health-sources.js';
import { CONFIG } from '../../common/tokens.js';
import type { GajosuConfig } from '../../config/gajosu.config.js';
import { toRefusal } from './gajosu-errors.js';
import { notConnected } from './gajosu-refusal.js';
import { GajosuSession } from './gajosu-session.js';

const OWN = /^\/api(\/|$)/i;
/** Below `/api`, but part of another contract. */
const FOREIGN = /^\/api\/dashboard\/?$/i;
const OPENED = /^\/api\/(status|chats|contacts|me)(\/|$)/i;
const STATUS = /^\/api\/status\/?$/i;

/** Who calls decides first; only then does it matter whether WhatsApp is there. */
const ACCESS: readonly ErrorCode[] = ['unauthorized', 'forbidden', 'rate_limited'];

/** This dialect among the APIs of the server: its paths, its errors, and whether it needs a key. */
@Injectable()
export class GajosuFace implements ApiFace, OnModuleInit {
  /** Holds no right to administrate, and sees no other session. */
  private readonly stranger: Caller | undefined;

  constructor(
    @Inject(CONFIG) { gajosu }: { gajosu: GajosuConfig },
    private readonly session: GajosuSession,
    private readonly faces: ApiFaces,
    private readonly health: HealthSources,
  ) {
    if (gajosu.auth === 'none') this.stranger = new Caller('gajosu-open', 'nobody', ['send'], [session.name]);
  }

  onModuleInit(): void {
    this.faces.add(this);
    if (this.stranger) this.health.add(() => [OPEN_NOTE]);
  }

  owns(path: string): boolean {
    return OWN.test(path) && !FOREIGN.test(path);
  }

  anonymous(path: string): Caller | undefined {
    return OPENED.test(path) ? this.stranger : undefined;
  }

  refuse(error: DomainError, thrown: unknown, request: Request): Refusal {
    const isAboutAccess = callerOf(request) === undefined || ACCESS.includes(error.code);
    const needsWhatsApp = !isAboutAccess && !STATUS.test(request.path);
    if (needsWhatsApp && !this.session.connected) return notConnected();
    return toRefusal(error, thrown, request);
  }
}

const OPEN_NOTE = {
  code: 'gajosu_api_open',
  detail: 'GAJOSU_API_AUTH is `none`: whoever reaches the port can read and write as this account.',
} as const;
