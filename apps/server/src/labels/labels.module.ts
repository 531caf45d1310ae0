import { Module } from '@nestjs/common';
import { ChatsModule } from '../chats/chats.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LabelsController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';

@Module({
  imports: [SessionsModule, ChatsModule],
  controllers: [LabelsController],
  providers: [LabelsService],
})
export class LabelsModule {}
