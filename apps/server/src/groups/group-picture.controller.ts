import { Body, Controller, Delete, Param, Put, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { Operation } from '../common/openapi/operation.js';
import { SetPictureDto } from '../media/media-source.dto.js';
import { parseMediaSource } from '../media/outgoing/media-source.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { CHANGE } from './groups.problems.js';
import { GroupsService } from './groups.service.js';
import { GROUP_PARAM } from './params.js';

@ApiTags('Groups')
@ApiParam(GROUP_PARAM)
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/groups/:groupId/picture')
export class GroupPictureController {
  constructor(private readonly groups: GroupsService) {}

  @Put()
  @Operation({
    ...CHANGE,
    problems: [...CHANGE.problems, 'media_failed', 'media_expired', 'too_large'],
    id: 'setGroupPicture',
    summary: 'Change the picture of a group',
  })
  set(
    @Param('session') session: string,
    @Param('groupId') groupId: string,
    @Body() { media }: SetPictureDto,
    @Req() request: Request,
  ): Promise<void> {
    return this.groups.setPicture(session, groupId, parseMediaSource(media, '/media'), closedBy(request));
  }

  @Delete()
  @Operation({ ...CHANGE, id: 'removeGroupPicture', summary: 'Take the picture of a group away' })
  remove(@Param('session') session: string, @Param('groupId') groupId: string): Promise<void> {
    return this.groups.setPicture(session, groupId, null);
  }
}
