import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/messages.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Supervisor } from './supervisor.js';

@Module({ imports: [MessagesModule, SessionsModule], providers: [Supervisor], exports: [Supervisor] })
export class SupervisionModule {}
