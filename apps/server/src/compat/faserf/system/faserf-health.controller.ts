import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError } from '@columba/core';
import type { Request } from 'express';
import { Authentication } from '../../../auth/authentication.js';
import { CONFIG } from '../../../common/tokens.js';
import type { FaserfConfig } from '../../../config/faserf.config.js';
import { LogWatch } from '../../../events/log-watch.js';
import { VERSION } from '../../../health/version.js';
import { requireSwitchedOn } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { healthSchema } from '../openapi/faserf-session.schema.js';
import { FaserfTally } from '../session/faserf-tally.js';

/** The one route without a key: strangers hear a constant. */
@ApiTags('System')
@Controller('health')
export class FaserfHealthController {
  constructor(
    @Inject(CONFIG) private readonly config: { faserf: FaserfConfig },
    private readonly authentication: Authentication,
    private readonly tally: FaserfTally,
    private readonly watch: LogWatch,
  ) {}

  @Get()
  @FaserfOperation({
    id: 'getHealth',
    summary: 'Read whether the server is up',
    scope: 'read',
    answers: { schema: healthSchema },
    open: true,
  })
  health(@Req() request: Request) {
    requireSwitchedOn(this.config);
    const constant = { status: this.watch.stopped ? 'shutting_down' : 'ok', service: 'whatsapp-addon' };
    return this.isKnown(request) ? { ...constant, version: VERSION, uptime: this.tally.uptimeSeconds } : constant;
  }

  private isKnown({ headers, socket }: Request): boolean {
    try {
      this.authentication.recognise(headers, socket.remoteAddress);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}
