import type { SessionName } from '@columba/core';
import { Body, Controller, Delete, Get, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Operation } from '../common/openapi/operation.js';
import { toDate } from '../common/openapi/fields.js';
import { given } from '../messages/content/given.js';
import { CreateApiKeyDto, RotateApiKeyDto, UpdateApiKeyDto } from './api-keys.dto.js';
import {
  apiKeyListSchema,
  apiKeySchema,
  createdApiKeySchema,
  currentApiKeySchema,
  toApiKeyDto,
  toCurrentApiKeyDto,
} from './api-keys.schema.js';
import { ApiKeysService, type MadeKey } from './api-keys.service.js';

const KEY_PARAM = {
  name: 'keyId',
  description: 'Id of the key, which is not the key itself.',
  schema: { type: 'string' as const, maxLength: 64 },
  example: '0b9b7c5e-3c0e-4a39-9f3e-0f3c7a9d9a11',
};

/** Not idempotent by key: the answers to making one hold secrets, and are kept nowhere. */
@ApiTags('ApiKeys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get('current')
  @Operation({
    id: 'getCurrentApiKey',
    summary: 'What the own key may do',
    scope: 'read',
    answers: { schema: currentApiKeySchema },
  })
  current(@CurrentCaller() caller: Caller) {
    return toCurrentApiKeyDto(caller);
  }

  @Get()
  @Operation({ id: 'listApiKeys', summary: 'List keys', scope: 'admin', answers: { schema: apiKeyListSchema } })
  list(@CurrentCaller() caller: Caller) {
    return { data: this.keys.list(caller).map(toApiKeyDto) };
  }

  @Post()
  @Operation({
    id: 'createApiKey',
    summary: 'Make a key',
    description: 'The answer holds the key itself: it is shown only here.',
    scope: 'admin',
    answers: { status: 201, schema: createdApiKeySchema },
    problems: ['invalid_input', 'storage'],
  })
  create(
    @CurrentCaller() caller: Caller,
    @Body() { name, scopes, sessions, expiresAt }: CreateApiKeyDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const wanted = { name, scopes, ...given({ sessions, expiresAt: toDate(expiresAt) }) };
    return shownOnce(this.keys.create(caller, wanted), response);
  }

  @Patch(':keyId')
  @ApiParam(KEY_PARAM)
  @Operation({
    id: 'updateApiKey',
    summary: 'Change what a key may do',
    scope: 'admin',
    answers: { schema: apiKeySchema },
    problems: ['invalid_input', 'not_found', 'conflict', 'storage'],
  })
  update(@CurrentCaller() caller: Caller, @Param('keyId') id: string, @Body() change: UpdateApiKeyDto) {
    const { name, scopes } = change;
    const expiresAt = change.expiresAt === null ? null : toDate(change.expiresAt);
    const sessions = change.sessions?.map((session) => session as SessionName);
    return toApiKeyDto(this.keys.update(caller, id, given({ name, scopes, sessions, expiresAt })));
  }

  @Delete(':keyId')
  @ApiParam(KEY_PARAM)
  @Operation({
    id: 'deleteApiKey',
    summary: 'Revoke a key, at once',
    scope: 'admin',
    problems: ['not_found', 'conflict', 'storage'],
  })
  delete(@CurrentCaller() caller: Caller, @Param('keyId') id: string): void {
    this.keys.delete(caller, id);
  }

  @Post(':keyId/rotate')
  @ApiParam(KEY_PARAM)
  @Operation({
    id: 'rotateApiKey',
    summary: 'Make a new key with the same rights',
    description: 'The answer holds the new key, which is shown only here; the old one ends after the overlap.',
    scope: 'admin',
    answers: { status: 201, schema: createdApiKeySchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  rotate(
    @CurrentCaller() caller: Caller,
    @Param('keyId') id: string,
    @Body() { overlapHours }: RotateApiKeyDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    return shownOnce(this.keys.rotate(caller, id, overlapHours), response);
  }
}

function shownOnce({ record, key }: MadeKey, response: Response) {
  response.location(`/v1/api-keys/${record.id}`);
  response.setHeader('Cache-Control', 'no-store');
  return { ...toApiKeyDto(record), key };
}
