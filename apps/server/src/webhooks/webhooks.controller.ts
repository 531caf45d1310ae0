import type { WebhookRecord } from '@columba/storage';
import { Body, Controller, Delete, Get, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { Operation } from '../common/openapi/operation.js';
import { WEBHOOK_PARAM } from './params.js';
import { WebhookRelays } from './webhook-relays.js';
import { CreateWebhookDto, UpdateWebhookDto } from './webhooks.dto.js';
import { createdWebhookSchema, toWebhookDto, webhookListSchema, webhookSchema } from './webhooks.schema.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('Webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly relays: WebhookRelays,
  ) {}

  @Get()
  @Operation({
    id: 'listWebhooks',
    summary: 'List webhooks',
    scope: 'admin',
    answers: { schema: webhookListSchema },
  })
  list(@CurrentCaller() caller: Caller) {
    return { data: this.webhooks.list(caller).map((webhook) => this.present(webhook)) };
  }

  @Post()
  @Operation({
    id: 'createWebhook',
    summary: 'Have events posted to an address',
    description: 'The answer holds the secret that signs them: it is shown only here.',
    scope: 'admin',
    answers: { status: 201, schema: createdWebhookSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  create(
    @CurrentCaller() caller: Caller,
    @Body() wanted: CreateWebhookDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { webhook, secret } = this.webhooks.create(caller, wanted);
    response.location(`/v1/webhooks/${webhook.id}`);
    response.setHeader('Cache-Control', 'no-store');
    return { ...this.present(webhook), secret };
  }

  @Get(':webhookId')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'getWebhook',
    summary: 'Read a webhook',
    scope: 'admin',
    answers: { schema: webhookSchema },
    problems: ['not_found'],
  })
  get(@CurrentCaller() caller: Caller, @Param('webhookId') id: string) {
    return this.present(this.webhooks.get(caller, id));
  }

  @Patch(':webhookId')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'updateWebhook',
    summary: 'Change, switch off or go on with a webhook',
    description: 'What was not delivered yet goes to the new address. A changed filter counts for events to come.',
    scope: 'admin',
    answers: { schema: webhookSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  async update(@CurrentCaller() caller: Caller, @Param('webhookId') id: string, @Body() change: UpdateWebhookDto) {
    return this.present(await this.webhooks.update(caller, id, change));
  }

  @Delete(':webhookId')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'deleteWebhook',
    summary: 'Remove a webhook with all that waits for it',
    scope: 'admin',
    problems: ['not_found', 'storage'],
  })
  delete(@CurrentCaller() caller: Caller, @Param('webhookId') id: string): Promise<void> {
    return this.webhooks.delete(caller, id);
  }

  private present(webhook: WebhookRecord) {
    return toWebhookDto(webhook, this.relays.lastError(webhook.id));
  }
}
