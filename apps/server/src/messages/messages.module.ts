import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { PacingModule } from '../pacing/pacing.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { MessageActsController } from './message-acts.controller.js';
import { MessageActsService } from './message-acts.service.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';
import { Outboxes } from './outboxes.js';

@Module({
  imports: [EventLogModule, PacingModule, SessionsModule],
  controllers: [MessagesController, MessageActsController],
  providers: [MessagesService, MessageActsService, Outboxes],
  exports: [Outboxes],
})
export class MessagesModule {}
