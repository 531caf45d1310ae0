import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Operation } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { groupSchema } from '../events/event-data.schema.js';
import { given } from '../messages/content/given.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { CreateGroupDto, GetGroupQuery, ListGroupsQuery, UpdateGroupDto } from './groups.dto.js';
import { ASKED, CHANGE } from './groups.problems.js';
import { createdGroupSchema, groupPageSchema, toGroupDto, toGroupSummaryDto, toResultDto } from './groups.schema.js';
import { GroupsService } from './groups.service.js';
import { GROUP_PARAM } from './params.js';

@ApiTags('Groups')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/groups')
export class GroupsController {
  constructor(private readonly groups: GroupsService) {}

  @Get()
  @Operation({
    id: 'listGroups',
    summary: 'List the groups that the account is in',
    scope: 'read',
    answers: { schema: groupPageSchema },
    problems: ASKED,
  })
  async list(@Param('session') session: string, @Query() query: ListGroupsQuery) {
    const { limit, cursor, participants, refresh } = query;
    const page = await this.groups.list(session, { limit, ...given({ cursor, participants, refresh }) });
    return toPageDto(page, toGroupSummaryDto);
  }

  @Post()
  @Operation({
    ...CHANGE,
    id: 'createGroup',
    summary: 'Make a group',
    answers: { status: 201, schema: createdGroupSchema },
  })
  async create(
    @Param('session') session: string,
    @Body() { subject, participants }: CreateGroupDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { group, results } = await this.groups.create(session, subject, participants);
    response.location(`/v1/sessions/${session}/groups/${group.id}`);
    return { group: toGroupDto(group), results: results.map(toResultDto) };
  }

  @Get(':groupId')
  @ApiParam(GROUP_PARAM)
  @Operation({
    id: 'getGroup',
    summary: 'Read a group and who is in it',
    scope: 'read',
    answers: { schema: groupSchema },
    problems: ASKED,
  })
  async get(@Param('session') session: string, @Param('groupId') groupId: string, @Query() { refresh }: GetGroupQuery) {
    return toGroupDto(await this.groups.get(session, groupId, refresh));
  }

  @Patch(':groupId')
  @ApiParam(GROUP_PARAM)
  @Operation({
    ...CHANGE,
    id: 'updateGroup',
    summary: 'Change subject, description and settings of a group',
    answers: { schema: groupSchema },
  })
  async update(@Param('session') session: string, @Param('groupId') groupId: string, @Body() change: UpdateGroupDto) {
    return toGroupDto(await this.groups.update(session, groupId, given(change)));
  }

  @Delete(':groupId/membership')
  @ApiParam(GROUP_PARAM)
  @Operation({ ...CHANGE, id: 'leaveGroup', summary: 'Leave a group; the chat stays readable' })
  leave(@Param('session') session: string, @Param('groupId') groupId: string): Promise<void> {
    return this.groups.leave(session, groupId);
  }
}
