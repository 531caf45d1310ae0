import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  groupRequestSchema,
  inviteRevokedSchema,
  inviteSchema,
  joinRequestSchema,
  joinedSchema,
} from '../openapi/faserf-people.schema.js';
import { FaserfGroups } from './faserf-groups.js';

/** How one gets into a group. */
@ApiTags('Groups')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfInvitesController {
  constructor(private readonly groups: FaserfGroups) {}

  @Get('groups/invite_code')
  @FaserfOperation({
    id: 'getInviteCode',
    summary: 'Read the invitation of a group',
    scope: 'read',
    takes: { schema: groupRequestSchema },
    inQuery: true,
    answers: { schema: inviteSchema },
    errors: [404],
  })
  invite(@Call() call: FaserfCall) {
    return this.groups.invite(call);
  }

  @Post('groups/invite_code')
  @FaserfOperation({
    id: 'findInviteCode',
    summary: 'Read the invitation of a group',
    scope: 'read',
    takes: { schema: groupRequestSchema },
    answers: { schema: inviteSchema },
    errors: [404],
  })
  postInvite(@Call() call: FaserfCall) {
    return this.groups.invite(call);
  }

  @Post('groups/revoke_invite')
  @FaserfOperation({
    id: 'revokeInvite',
    summary: 'Make a new invitation; the old one ends',
    takes: { schema: groupRequestSchema },
    answers: { schema: inviteRevokedSchema },
    errors: [404],
  })
  revokeInvite(@Call() call: FaserfCall) {
    return this.groups.revokeInvite(call);
  }

  @Post('groups/join')
  @FaserfOperation({
    id: 'joinGroup',
    summary: 'Join a group',
    takes: { schema: joinRequestSchema },
    answers: { schema: joinedSchema },
    errors: [404],
  })
  join(@Call() call: FaserfCall) {
    return this.groups.join(call);
  }
}
