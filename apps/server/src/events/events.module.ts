import { Module } from '@nestjs/common';
import { EventLogModule } from './event-log.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { EventSocketGateway } from './event-socket.gateway.js';
import { EventStream } from './event-stream.js';
import { EventsController } from './events.controller.js';

@Module({
  imports: [AuthModule, EventLogModule],
  controllers: [EventsController],
  providers: [EventStream, EventSocketGateway],
})
export class EventsModule {}
