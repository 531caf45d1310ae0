import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { MediaRoomsModule } from '../media/media-rooms.module.js';
import { PacingModule } from '../pacing/pacing.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { MessageActsController } from './message-acts.controller.js';
import { MessageActsService } from './message-acts.service.js';
import { ForwardsService } from './forwards.service.js';
import { MessageMediaController } from './message-media.controller.js';
import { MessageMediaService } from './message-media.service.js';
import { MessageReadController } from './message-read.controller.js';
import { MessageReader } from './message-reader.service.js';
import { MessagesController } from './messages.controller.js';
import { MessagesReadController } from './messages-read.controller.js';
import { MessagesService } from './messages.service.js';
import { Outboxes } from './outboxes.js';
import { SendsService } from './sends.service.js';

@Module({
  imports: [EventLogModule, MediaRoomsModule, PacingModule, SessionsModule],
  controllers: [
    MessagesController,
    MessagesReadController,
    MessageReadController,
    MessageActsController,
    MessageMediaController,
  ],
  providers: [
    MessagesService,
    SendsService,
    MessageReader,
    MessageActsService,
    MessageMediaService,
    ForwardsService,
    Outboxes,
  ],
  exports: [MessagesService, SendsService, MessageReader, MessageActsService, MessageMediaService, Outboxes],
})
export class MessagesModule {}
