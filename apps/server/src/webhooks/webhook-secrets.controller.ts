import type { Clock } from '@columba/core';
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { Operation } from '../common/openapi/operation.js';
import { CLOCK } from '../common/tokens.js';
import { WEBHOOK_PARAM } from './params.js';
import { RotateSecretDto } from './webhooks.dto.js';
import { webhookSecretSchema } from './webhooks.schema.js';
import { WebhooksService } from './webhooks.service.js';

const HOUR_MS = 3600 * 1000;

@ApiTags('Webhooks')
@Controller('v1/webhooks/:webhookId/secret')
export class WebhookSecretsController {
  constructor(
    private readonly webhooks: WebhooksService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'rotateWebhookSecret',
    summary: 'Make a new secret',
    description: 'Requests carry a signature of each valid secret, so a receiver can change over in peace.',
    scope: 'admin',
    answers: { schema: webhookSecretSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  rotate(
    @CurrentCaller() caller: Caller,
    @Param('webhookId') id: string,
    @Body() { overlapHours = 24 }: RotateSecretDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const overlapMs = overlapHours * HOUR_MS;
    const secret = this.webhooks.rotateSecret(caller, id, overlapMs);
    response.setHeader('Cache-Control', 'no-store');
    return { secret, previousValidUntil: new Date(this.clock.now().getTime() + overlapMs).toISOString() };
  }
}
