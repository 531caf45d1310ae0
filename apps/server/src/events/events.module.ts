import { Module } from '@nestjs/common';
import { EventLogModule } from './event-log.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { EventSocketGateway } from './event-socket.gateway.js';
import { EventStream } from './event-stream.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

@Module({
  imports: [AuthModule, EventLogModule],
  controllers: [EventsController],
  providers: [EventsService, EventStream, EventSocketGateway],
})
export class EventsModule {}
