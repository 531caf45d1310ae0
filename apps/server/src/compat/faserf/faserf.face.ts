import type { DomainError } from '@columba/core';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { callerOf } from '../../auth/caller.js';
import { ApiFaces, type ApiFace, type Refusal } from '../../common/http/api-faces.js';
import { CONFIG } from '../../common/tokens.js';
import type { FaserfConfig } from '../../config/faserf.config.js';
import { toRefusal, unauthorized } from './faserf-errors.js';

/** What lies at the root and belongs to somebody else. */
const FOREIGN = /^\/($|(v1|api|docs|metrics|socket\.io|ui|assets|favicon\.ico)(\/|$))/i;
/** Paths below `/api` that this contract knows; all but the first are not served and say so in its words. */
const OWN_BELOW_API = /^\/api\/(dashboard|moderation|telegram|autoresponder|system|i18n|diagnostics|debug|rbac)(\/|$)/i;

/** This dialect among the APIs of the server: everything at the root that is nobody else's. */
@Injectable()
export class FaserfFace implements ApiFace, OnModuleInit {
  private readonly enabled: boolean;

  constructor(
    @Inject(CONFIG) { faserf }: { faserf: FaserfConfig },
    private readonly faces: ApiFaces,
  ) {
    this.enabled = faserf.enabled;
  }

  onModuleInit(): void {
    if (this.enabled) this.faces.add(this);
  }

  owns(path: string): boolean {
    return OWN_BELOW_API.test(path) || !FOREIGN.test(path);
  }

  /** Nobody: another dialect may be opened, this one never is. */
  anonymous(): undefined {
    return undefined;
  }

  refuse(error: DomainError, thrown: unknown, request: Request): Refusal {
    // A key in the address is no key here.
    const isKeyless = callerOf(request) === undefined && error.code === 'invalid_input';
    return isKeyless ? unauthorized() : toRefusal(error, thrown, request);
  }
}
