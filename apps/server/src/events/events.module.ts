import { Module } from '@nestjs/common';
import { EventLogModule } from './event-log.module.js';
import { EventStream } from './event-stream.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

@Module({
  imports: [EventLogModule],
  controllers: [EventsController],
  providers: [EventsService, EventStream],
})
export class EventsModule {}
