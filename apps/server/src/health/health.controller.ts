import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Operation } from '../common/openapi/operation.js';
import { healthSchema, livenessSchema, readinessSchema } from './health.schema.js';
import { HealthService } from './health.service.js';

@ApiTags('System')
@Controller('v1/health')
export class HealthController {
  constructor(private readonly service: HealthService) {}

  @Get('live')
  @Operation({
    id: 'getLiveness',
    summary: 'Whether the process answers',
    description: 'The one path that needs no key; green also while WhatsApp is logged out.',
    scope: 'none',
    answers: { schema: livenessSchema },
  })
  live() {
    return { status: 'alive' };
  }

  @Get('ready')
  @Operation({
    id: 'getReadiness',
    summary: 'Whether requests can be served',
    description: 'Answers 503 while they cannot.',
    scope: 'read',
    answers: { schema: readinessSchema },
  })
  ready() {
    return this.service.requireReady();
  }

  @Get()
  @Operation({
    id: 'getHealth',
    summary: 'How Columba and its sessions are',
    scope: 'read',
    answers: { schema: healthSchema },
  })
  health(@CurrentCaller() caller: Caller) {
    return this.service.health(caller);
  }
}
