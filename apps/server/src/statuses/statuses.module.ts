import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/messages.module.js';
import { StatusesController } from './statuses.controller.js';

@Module({ imports: [MessagesModule], controllers: [StatusesController] })
export class StatusesModule {}
