import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LabelsController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';

@Module({ imports: [SessionsModule], controllers: [LabelsController], providers: [LabelsService] })
export class LabelsModule {}
