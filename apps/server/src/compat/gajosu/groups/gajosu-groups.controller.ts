import { Body, Controller, Delete, Get, Param, Post, Put, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { GajosuChats } from '../chats/gajosu-chats.service.js';
import { GajosuEtagInterceptor } from '../gajosu-etag.interceptor.js';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { groupChatSchema } from '../openapi/gajosu-chat.schema.js';
import { createdGroupSchema, inviteCodeSchema, joinedGroupSchema } from '../openapi/gajosu-group.schema.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { GROUP_ID, INVITE_CODE } from '../openapi/gajosu-params.js';
import { createGroupRequestSchema, updateGroupRequestSchema } from '../openapi/gajosu-request.schema.js';
import { parseGroupChange, parseNewGroup } from './gajosu-group.parse.js';
import { GajosuGroups } from './gajosu-groups.service.js';

@ApiTags('Groups')
@UseGuards(GajosuReadyGuard)
@UseInterceptors(GajosuEtagInterceptor)
@Controller('api/chats/groups')
export class GajosuGroupsController {
  constructor(
    private readonly groups: GajosuGroups,
    private readonly chats: GajosuChats,
  ) {}

  @Post()
  @GajosuOperation({
    id: 'createGroup',
    summary: 'Make a group',
    takes: { schema: createGroupRequestSchema },
    answers: { schema: createdGroupSchema, status: 201 },
  })
  create(@Body() body: unknown) {
    return this.groups.create(parseNewGroup(body));
  }

  @Post('accept-invite/:code')
  @ApiParam(INVITE_CODE)
  @GajosuOperation({
    id: 'acceptInvite',
    summary: 'Join a group by its invitation',
    answers: { schema: joinedGroupSchema },
    errors: [404],
  })
  join(@Param('code') code: string) {
    return this.groups.join(code);
  }

  @Get(':id')
  @ApiParam(GROUP_ID)
  @GajosuOperation({
    id: 'getGroup',
    summary: 'Read a group',
    scope: 'read',
    answers: { schema: groupChatSchema },
    errors: [404],
  })
  get(@Param('id') id: string) {
    return this.chats.group(id);
  }

  @Put(':id')
  @ApiParam(GROUP_ID)
  @GajosuOperation({
    id: 'updateGroup',
    summary: 'Rename a group, and say what it is about',
    takes: { schema: updateGroupRequestSchema },
    errors: [404],
  })
  update(@Param('id') id: string, @Body() body: unknown) {
    return this.groups.update(id, parseGroupChange(body));
  }

  @Delete(':id')
  @ApiParam(GROUP_ID)
  @GajosuOperation({ id: 'leaveGroup', summary: 'Leave a group', errors: [404] })
  leave(@Param('id') id: string) {
    return this.groups.leave(id);
  }

  @Get(':id/invite-code')
  @ApiParam(GROUP_ID)
  @GajosuOperation({
    id: 'getInviteCode',
    summary: 'Read the invitation into a group',
    scope: 'read',
    answers: { schema: inviteCodeSchema },
    errors: [404],
  })
  invite(@Param('id') id: string) {
    return this.groups.invite(id);
  }

  @Delete(':id/invite-code')
  @ApiParam(GROUP_ID)
  @GajosuOperation({ id: 'revokeInviteCode', summary: 'Make the invitation void', errors: [404] })
  revokeInvite(@Param('id') id: string) {
    return this.groups.revokeInvite(id);
  }
}
