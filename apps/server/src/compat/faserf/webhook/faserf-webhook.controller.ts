import { DomainError } from '@columba/core';
import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import type { FaserfInput } from '../faserf-input.js';
import { invalid } from '../faserf-refusal.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { webhookRequestSchema, webhookSchema } from '../openapi/faserf-webhook.schema.js';
import type { FaserfWebhookSettings } from './faserf-webhook-file.js';
import { FaserfWebhook } from './faserf-webhook.js';

@ApiTags('System')
@UseGuards(FaserfGuard)
@Controller('settings/webhook')
export class FaserfWebhookController {
  constructor(private readonly webhook: FaserfWebhook) {}

  @Post()
  @FaserfOperation({
    id: 'setWebhook',
    summary: 'Say where events are posted to',
    scope: 'admin',
    takes: { schema: webhookRequestSchema },
    answers: { schema: webhookSchema },
    always: true,
  })
  async set(@Call() { caller, input }: FaserfCall) {
    // It hears of all sessions.
    if (caller.sessions !== undefined) throw new DomainError('forbidden', 'This key is bound to sessions');
    const config = parseWebhook(input);
    await this.webhook.configure(config);
    const { enabled, url } = config;
    return { status: 'success', config, enabled, url };
  }
}

/** @throws InvalidInputError */
function parseWebhook(input: FaserfInput): FaserfWebhookSettings {
  const enabled = input.flag('enabled') ?? true;
  const url = input.optionalText('url') ?? '';
  if (enabled) input.require(['url']);
  if (url !== '' && !(URL.canParse(url) && /^https?:/i.test(url)))
    throw invalid('url', 'must be an address that begins with http: or https:');
  const token = input.optionalText('token') || null;
  if (token !== null && !/^[\x21-\x7e]{1,1000}$/.test(token))
    throw invalid('token', 'must be letters, digits and signs');
  return { enabled, url, token };
}
