import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';
import { Outboxes } from './outboxes.js';

@Module({
  imports: [EventLogModule, SessionsModule],
  controllers: [MessagesController],
  providers: [MessagesService, Outboxes],
})
export class MessagesModule {}
