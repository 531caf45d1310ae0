import { Module } from '@nestjs/common';
import { LogWatch } from './log-watch.js';

/** Waiting for the log, for every feature that has to. */
@Module({ providers: [LogWatch], exports: [LogWatch] })
export class EventLogModule {}
