import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { PicturesModule } from '../media/pictures/pictures.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { GroupInvitesController } from './group-invites.controller.js';
import { GroupMembersController } from './group-members.controller.js';
import { GroupPictureController } from './group-picture.controller.js';
import { GroupsController } from './groups.controller.js';
import { GroupsService } from './groups.service.js';

@Module({
  imports: [EventLogModule, SessionsModule, PicturesModule],
  // Invitations first: their fixed words are not the address of a group.
  controllers: [GroupInvitesController, GroupsController, GroupMembersController, GroupPictureController],
  providers: [GroupsService],
})
export class GroupsModule {}
