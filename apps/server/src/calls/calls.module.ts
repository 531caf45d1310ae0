import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CallBook } from './call-book.js';
import { CallsController } from './calls.controller.js';
import { CallsService } from './calls.service.js';

@Module({
  imports: [EventLogModule, SessionsModule],
  controllers: [CallsController],
  providers: [CallBook, CallsService],
})
export class CallsModule {}
