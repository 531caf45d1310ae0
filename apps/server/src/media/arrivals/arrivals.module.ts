import { Module } from '@nestjs/common';
import { EventLogModule } from '../../events/event-log.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { MediaRoomsModule } from '../media-rooms.module.js';
import { Downloads } from './downloads.js';
import { MediaArrivals } from './media-arrivals.js';

@Module({ imports: [EventLogModule, SessionsModule, MediaRoomsModule], providers: [Downloads, MediaArrivals] })
export class ArrivalsModule {}
