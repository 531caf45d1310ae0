import type { Clock, Logger } from '@columba/core';
import { Inject, Module, type OnApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CLOCK, LOGGER } from '../../common/tokens.js';
import { HaEventsConfig, targetOf } from '../../ha-events/ha-events.config.js';
import { homeAssistantAddress } from './address.js';
import { HaLink } from './ha-link.js';
import { HomeAssistantClient } from './home-assistant.client.js';

const NOWHERE = homeAssistantAddress('http://home-assistant.invalid', '');

export function linkOf(config: HaEventsConfig, clock: Clock, logger: Logger): HaLink {
  const target = targetOf(config);
  const address = 'missing' in target ? undefined : homeAssistantAddress(target.baseUrl, target.token);
  return new HaLink(address, clock, logger, {
    timeoutMs: config.requestTimeoutMs,
    readyDelayMs: config.readyDelayMs,
    pollMs: config.startingPollMs,
    heartbeatMs: config.heartbeatMs,
    unauthorisedRetryMs: config.unauthorisedRetryMs,
    upgradeRetryMs: config.upgradeRetryMs,
    restOnly: config.transport === 'rest',
  });
}

export const clientOf = (config: HaEventsConfig, link: HaLink, clock: Clock): HomeAssistantClient =>
  new HomeAssistantClient(link.address ?? NOWHERE, clock, config.requestTimeoutMs);

/** The one connection to Home Assistant, for events, commands and all else. Closed last, so that deliveries can end. */
@Module({
  providers: [
    { provide: HaLink, useFactory: linkOf, inject: [HaEventsConfig, CLOCK, LOGGER] },
    { provide: HomeAssistantClient, useFactory: clientOf, inject: [HaEventsConfig, HaLink, CLOCK] },
  ],
  exports: [HaLink, HomeAssistantClient],
})
export class LinkModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(HaLink) private readonly link: HaLink,
    @Inject(HomeAssistantClient) private readonly client: HomeAssistantClient,
  ) {}

  onApplicationBootstrap(): void {
    this.link.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.link.stop();
    await this.client.close();
  }
}
