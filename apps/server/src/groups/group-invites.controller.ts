import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { groupSchema } from '../events/event-data.schema.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { InviteCodeDto } from './groups.dto.js';
import { ASKED, CHANGE } from './groups.problems.js';
import { groupInviteSchema, joinedGroupSchema, toGroupDto, toInviteDto } from './groups.schema.js';
import { GroupsService } from './groups.service.js';
import { GROUP_PARAM } from './params.js';

@ApiTags('Groups')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/groups')
export class GroupInvitesController {
  constructor(private readonly groups: GroupsService) {}

  @Get(':groupId/invite')
  @ApiParam(GROUP_PARAM)
  @Operation({
    id: 'getGroupInvite',
    summary: 'Read the invitation to a group',
    scope: 'read',
    answers: { schema: groupInviteSchema },
    problems: ASKED,
  })
  async invite(@Param('session') session: string, @Param('groupId') groupId: string) {
    return toInviteDto(await this.groups.invite(session, groupId));
  }

  @Delete(':groupId/invite')
  @ApiParam(GROUP_PARAM)
  @Operation({ ...CHANGE, id: 'revokeGroupInvite', summary: 'Revoke the invitation; there is a new one then' })
  revoke(@Param('session') session: string, @Param('groupId') groupId: string): Promise<void> {
    return this.groups.revokeInvite(session, groupId);
  }

  @Post('join')
  @Operation({
    ...CHANGE,
    id: 'joinGroup',
    summary: 'Join a group by code or link',
    answers: { schema: joinedGroupSchema },
  })
  async join(@Param('session') session: string, @Body() { code }: InviteCodeDto) {
    return { groupId: await this.groups.join(session, code) };
  }

  @Post('preview')
  @Operation({
    id: 'previewGroupInvite',
    summary: 'See what an invitation leads to, without joining',
    scope: 'read',
    answers: { schema: groupSchema },
    problems: ASKED,
  })
  async preview(@Param('session') session: string, @Body() { code }: InviteCodeDto) {
    return toGroupDto(await this.groups.preview(session, code));
  }
}
