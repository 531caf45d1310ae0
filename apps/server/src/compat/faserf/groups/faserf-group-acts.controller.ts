import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  descriptionRequestSchema,
  groupDoneSchema,
  groupPictureRequestSchema,
  groupRequestSchema,
  groupSettingsRequestSchema,
  subjectRequestSchema,
} from '../openapi/faserf-people.schema.js';
import { FaserfGroups } from './faserf-groups.js';

/** What can be changed in a group. */
@ApiTags('Groups')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfGroupActsController {
  constructor(private readonly groups: FaserfGroups) {}

  @Post('groups/leave')
  @FaserfOperation({
    id: 'leaveGroup',
    summary: 'Leave a group',
    takes: { schema: groupRequestSchema },
    answers: { schema: groupDoneSchema },
    errors: [404],
  })
  leave(@Call() call: FaserfCall) {
    return this.groups.leave(call);
  }

  @Post('groups/subject')
  @FaserfOperation({
    id: 'setGroupSubject',
    summary: 'Change the name of a group',
    takes: { schema: subjectRequestSchema },
    answers: { schema: groupDoneSchema },
    errors: [404],
  })
  subject(@Call() call: FaserfCall) {
    return this.groups.setSubject(call);
  }

  @Post('groups/picture')
  @FaserfOperation({
    id: 'setGroupPicture',
    summary: 'Change the picture of a group',
    takes: { schema: groupPictureRequestSchema },
    answers: { schema: groupDoneSchema },
    errors: [404],
  })
  picture(@Call() call: FaserfCall) {
    return this.groups.setPicture(call);
  }

  @Post('groups/description')
  @FaserfOperation({
    id: 'setGroupDescription',
    summary: 'Change what a group is about',
    takes: { schema: descriptionRequestSchema },
    answers: { schema: groupDoneSchema },
    errors: [404],
  })
  description(@Call() call: FaserfCall) {
    return this.groups.setDescription(call);
  }

  @Post('groups/settings')
  @FaserfOperation({
    id: 'setGroupSettings',
    summary: 'Change who may do what',
    takes: { schema: groupSettingsRequestSchema },
    answers: { schema: groupDoneSchema },
    errors: [404],
  })
  settings(@Call() call: FaserfCall) {
    return this.groups.setSettings(call);
  }
}
