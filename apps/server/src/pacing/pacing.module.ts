import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { Governors } from './governors.js';
import { PacingController } from './pacing.controller.js';

@Module({
  imports: [EventLogModule],
  controllers: [PacingController],
  providers: [Governors],
  exports: [Governors],
})
export class PacingModule {}
