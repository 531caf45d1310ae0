import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ChatsController } from './chats.controller.js';
import { ChatsService } from './chats.service.js';
import { PresenceController } from './presence.controller.js';
import { PresenceService } from './presence.service.js';

@Module({
  imports: [EventLogModule, SessionsModule],
  controllers: [ChatsController, PresenceController],
  providers: [ChatsService, PresenceService],
  exports: [ChatsService],
})
export class ChatsModule {}
