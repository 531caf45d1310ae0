import type { ParticipantAction } from '@columba/core';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { oneOfPipe } from '../common/http/one-of.pipe.js';
import { ParticipantsDto } from './groups.dto.js';
import { ASKED, CHANGE } from './groups.problems.js';
import { joinRequestListSchema, participantResultsSchema, toJoinRequestDto, toResultDto } from './groups.schema.js';
import { GroupsService } from './groups.service.js';
import { GROUP_PARAM } from './params.js';

const ACTIONS = ['add', 'remove', 'promote', 'demote'] as const;
const ANSWERS = ['approve', 'reject'] as const;
const actionParam = (values: readonly string[]) => ({
  name: 'action',
  description: 'What is done with them.',
  schema: { type: 'string' as const, enum: [...values] },
});

@ApiTags('Groups')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/groups/:groupId')
export class GroupMembersController {
  constructor(private readonly groups: GroupsService) {}

  @Post('participants/:action')
  @ApiParam(GROUP_PARAM)
  @ApiParam(actionParam(ACTIONS))
  @Operation({
    ...CHANGE,
    id: 'changeGroupParticipants',
    summary: 'Add, remove, promote or demote persons',
    description: 'One outcome per person: some may succeed where others do not.',
    answers: { schema: participantResultsSchema },
  })
  async change(
    @Param('session') session: string,
    @Param('groupId') groupId: string,
    @Param('action', oneOfPipe('action', ACTIONS)) action: ParticipantAction,
    @Body() { participants }: ParticipantsDto,
  ) {
    const results = await this.groups.changeParticipants(session, groupId, action, participants);
    return { data: results.map(toResultDto) };
  }

  @Get('join-requests')
  @ApiParam(GROUP_PARAM)
  @Operation({
    id: 'listGroupJoinRequests',
    summary: 'List who waits to be let in',
    scope: 'read',
    answers: { schema: joinRequestListSchema },
    problems: ASKED,
  })
  async requests(@Param('session') session: string, @Param('groupId') groupId: string) {
    return { data: (await this.groups.joinRequests(session, groupId)).map(toJoinRequestDto) };
  }

  @Post('join-requests/:action')
  @ApiParam(GROUP_PARAM)
  @ApiParam(actionParam(ANSWERS))
  @Operation({
    ...CHANGE,
    id: 'answerGroupJoinRequests',
    summary: 'Let persons in, or turn them away',
    answers: { schema: participantResultsSchema },
  })
  async answer(
    @Param('session') session: string,
    @Param('groupId') groupId: string,
    @Param('action', oneOfPipe('action', ANSWERS)) action: (typeof ANSWERS)[number],
    @Body() { participants }: ParticipantsDto,
  ) {
    const results = await this.groups.answerJoinRequests(session, groupId, participants, action === 'approve');
    return { data: results.map(toResultDto) };
  }
}
