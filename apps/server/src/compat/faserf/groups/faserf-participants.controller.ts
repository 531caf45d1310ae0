import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { participantsChangedSchema, participantsRequestSchema } from '../openapi/faserf-people.schema.js';
import { FaserfGroups } from './faserf-groups.js';

/** Who is in a group, and what they may do. */
@ApiTags('Groups')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfParticipantsController {
  constructor(private readonly groups: FaserfGroups) {}

  @Post('groups/participants/add')
  @FaserfOperation({
    id: 'addParticipants',
    summary: 'Add members',
    takes: { schema: participantsRequestSchema },
    answers: { schema: participantsChangedSchema },
    errors: [404],
  })
  add(@Call() call: FaserfCall) {
    return this.groups.changeParticipants(call, 'add');
  }

  @Post('groups/participants/remove')
  @FaserfOperation({
    id: 'removeParticipants',
    summary: 'Remove members',
    takes: { schema: participantsRequestSchema },
    answers: { schema: participantsChangedSchema },
    errors: [404],
  })
  remove(@Call() call: FaserfCall) {
    return this.groups.changeParticipants(call, 'remove');
  }

  @Post('groups/participants/promote')
  @FaserfOperation({
    id: 'promoteParticipants',
    summary: 'Make members admins',
    takes: { schema: participantsRequestSchema },
    answers: { schema: participantsChangedSchema },
    errors: [404],
  })
  promote(@Call() call: FaserfCall) {
    return this.groups.changeParticipants(call, 'promote');
  }

  @Post('groups/participants/demote')
  @FaserfOperation({
    id: 'demoteParticipants',
    summary: 'Make admins members',
    takes: { schema: participantsRequestSchema },
    answers: { schema: participantsChangedSchema },
    errors: [404],
  })
  demote(@Call() call: FaserfCall) {
    return this.groups.changeParticipants(call, 'demote');
  }
}
