import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Sweeper } from './sweeper.js';

@Module({ imports: [SessionsModule], providers: [Sweeper] })
export class HousekeepingModule {}
