import { Module } from '@nestjs/common';
import { PacingModule } from '../pacing/pacing.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AboutController } from './about.controller.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [PacingModule, SessionsModule],
  controllers: [HealthController, AboutController],
  providers: [HealthService],
})
export class HealthModule {}
