import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  createGroupRequestSchema,
  groupCreatedSchema,
  groupMetadataSchema,
  groupRequestSchema,
  groupSchema,
} from '../openapi/faserf-people.schema.js';
import { FaserfGroups } from './faserf-groups.js';

/** Groups of this account. */
@ApiTags('Groups')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfGroupsController {
  constructor(private readonly groups: FaserfGroups) {}

  @Get('groups')
  @FaserfOperation({
    id: 'listGroups',
    summary: 'List the groups of this account',
    scope: 'read',
    answers: { schema: groupSchema, many: true },
  })
  list(@Call() call: FaserfCall) {
    return this.groups.list(call);
  }

  @Post('groups/create')
  @FaserfOperation({
    id: 'createGroup',
    summary: 'Make a group',
    takes: { schema: createGroupRequestSchema },
    answers: { schema: groupCreatedSchema },
    errors: [404],
  })
  create(@Call() call: FaserfCall) {
    return this.groups.create(call);
  }

  @Get('groups/info')
  @FaserfOperation({
    id: 'getGroupInfo',
    summary: 'Read all of a group',
    scope: 'read',
    takes: { schema: groupRequestSchema },
    inQuery: true,
    answers: { schema: groupMetadataSchema },
    errors: [404],
  })
  info(@Call() call: FaserfCall) {
    return this.groups.info(call);
  }

  @Post('groups/info')
  @FaserfOperation({
    id: 'findGroupInfo',
    summary: 'Read all of a group',
    scope: 'read',
    takes: { schema: groupRequestSchema },
    answers: { schema: groupMetadataSchema },
    errors: [404],
  })
  postInfo(@Call() call: FaserfCall) {
    return this.groups.info(call);
  }
}
