import { Body, Controller, Delete, Get, Param, Patch, Put, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { Operation, type OperationOptions } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { SetPictureDto } from '../media/media-source.dto.js';
import { parseMediaSource } from '../media/outgoing/media-source.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { toAccountDto } from '../sessions/sessions.schema.js';
import { UpdateProfileDto } from './profile.dto.js';
import { profileSchema } from './profile.schema.js';
import { ProfileService, type ProfileView } from './profile.service.js';

const PROBLEMS: readonly ProblemCode[] = ['not_found', 'not_connected', 'unsupported', 'engine_error', 'timeout'];
const CHANGE = {
  scope: 'send',
  problems: [...PROBLEMS, 'invalid_input', 'uncertain'],
  idempotent: true,
} as const satisfies Partial<OperationOptions>;

const toProfileDto = ({ account, about }: ProfileView) => ({ ...toAccountDto(account), about });

@ApiTags('Profile')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/profile')
export class ProfileController {
  constructor(private readonly profile: ProfileService) {}

  @Get()
  @Operation({
    id: 'getProfile',
    summary: 'Read what the account shows of itself',
    scope: 'read',
    answers: { schema: profileSchema },
    problems: PROBLEMS,
  })
  async get(@Param('session') session: string) {
    return toProfileDto(await this.profile.get(session));
  }

  @Patch()
  @Operation({
    ...CHANGE,
    id: 'updateProfile',
    summary: "Change the account's name and what it says of itself",
    answers: { schema: profileSchema },
  })
  async update(@Param('session') session: string, @Body() change: UpdateProfileDto) {
    return toProfileDto(await this.profile.update(session, change));
  }

  @Put('picture')
  @Operation({
    ...CHANGE,
    problems: [...CHANGE.problems, 'media_failed', 'media_expired', 'too_large'],
    id: 'setProfilePicture',
    summary: "Change the account's picture",
  })
  setPicture(
    @Param('session') session: string,
    @Body() { media }: SetPictureDto,
    @Req() request: Request,
  ): Promise<void> {
    return this.profile.setPicture(session, parseMediaSource(media, '/media'), closedBy(request));
  }

  @Delete('picture')
  @Operation({ ...CHANGE, id: 'removeProfilePicture', summary: "Take the account's picture away" })
  removePicture(@Param('session') session: string): Promise<void> {
    return this.profile.setPicture(session, null);
  }
}
