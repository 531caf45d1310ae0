import { Module } from '@nestjs/common';
import { LinkModule } from '../home-assistant/link/link.module.js';
import { HaEventsService } from './ha-events.service.js';

/**
 * Events for Home Assistant. Expects `HaEventsConfig` and the tokens of `common/tokens.ts` from the composition root;
 * without an address or a token it stays idle and says so.
 */
@Module({ imports: [LinkModule], providers: [HaEventsService], exports: [HaEventsService, LinkModule] })
export class HaEventsModule {}
