import { Module } from '@nestjs/common';
import { HaEventsService } from './ha-events.service.js';

/**
 * Events for Home Assistant. Expects `HaEventsConfig` and the tokens of `common/tokens.ts` from the composition root;
 * without an address or a token it stays idle and says so.
 */
@Module({ providers: [HaEventsService], exports: [HaEventsService] })
export class HaEventsModule {}
