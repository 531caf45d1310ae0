import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AboutController } from './about.controller.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({ imports: [SessionsModule], controllers: [HealthController, AboutController], providers: [HealthService] })
export class HealthModule {}
