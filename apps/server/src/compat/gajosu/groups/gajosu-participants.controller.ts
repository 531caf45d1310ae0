import { Body, Controller, Delete, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { GROUP_ID } from '../openapi/gajosu-params.js';
import { participantsRequestSchema } from '../openapi/gajosu-request.schema.js';
import { parseParticipants } from './gajosu-group.parse.js';
import { GajosuGroups } from './gajosu-groups.service.js';

const change = (id: string, summary: string, required = true) =>
  GajosuOperation({ id, summary, takes: { schema: participantsRequestSchema, required }, errors: [404] });

@ApiTags('Groups')
@ApiParam(GROUP_ID)
@UseGuards(GajosuReadyGuard)
@Controller('api/chats/groups/:id')
export class GajosuParticipantsController {
  constructor(private readonly groups: GajosuGroups) {}

  @Post('participants')
  @change('addParticipants', 'Add members to a group')
  add(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.groups.changeParticipants(id, 'add', parseParticipants(body, query));
  }

  @Delete('participants')
  @ApiQuery({
    name: 'participants',
    required: false,
    description: 'The same as the body, for clients that send none with DELETE; may be repeated.',
    schema: { type: 'array', items: { type: 'string' } },
  })
  @change('removeParticipants', 'Remove members from a group', false)
  remove(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.groups.changeParticipants(id, 'remove', parseParticipants(body, query));
  }

  @Put('participants/promote')
  @change('promoteParticipants', 'Make members admins')
  promote(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.groups.changeParticipants(id, 'promote', parseParticipants(body, query));
  }

  @Put('promote')
  @change('promote', 'Make members admins (the same as participants/promote)')
  promoteToo(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.groups.changeParticipants(id, 'promote', parseParticipants(body, query));
  }

  @Put('participants/demote')
  @change('demoteParticipants', 'Make admins members')
  demote(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.groups.changeParticipants(id, 'demote', parseParticipants(body, query));
  }

  @Put('demote')
  @change('demote', 'Make admins members (the same as participants/demote)')
  demoteToo(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.groups.changeParticipants(id, 'demote', parseParticipants(body, query));
  }
}
