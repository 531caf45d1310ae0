import { Module } from '@nestjs/common';
import { EventLogModule } from '../../events/event-log.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { MEDIA_ROOMS } from '../media-rooms.js';
import { Downloads } from './downloads.js';
import { MediaArrivals } from './media-arrivals.js';

@Module({ imports: [EventLogModule, SessionsModule, MEDIA_ROOMS], providers: [Downloads, MediaArrivals] })
export class ArrivalsModule {}
