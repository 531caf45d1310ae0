import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Governors } from './governors.js';
import { PacingController } from './pacing.controller.js';

@Module({
  imports: [EventLogModule, SessionsModule],
  controllers: [PacingController],
  providers: [Governors],
  exports: [Governors],
})
export class PacingModule {}
