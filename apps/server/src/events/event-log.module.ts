import { Module } from '@nestjs/common';
import { EventsService } from './events.service.js';
import { LogWatch } from './log-watch.js';

/** Reading the log and waiting for it, for every feature that has to. */
@Module({ providers: [LogWatch, EventsService], exports: [LogWatch, EventsService] })
export class EventLogModule {}
