import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CONFIG } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { HaEventsConfig } from '../ha-events/ha-events.config.js';
import { HaEventsService } from '../ha-events/ha-events.service.js';
import type { homeAssistantSchema } from './home-assistant.schema.js';
import { HaLink } from './link/ha-link.js';
import { MqttBridge } from './mqtt/mqtt-bridge.service.js';

/** One look at all that connects Columba with Home Assistant. */
@Injectable()
export class HomeAssistantState {
  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    private readonly eventsConfig: HaEventsConfig,
    private readonly link: HaLink,
    private readonly events: HaEventsService,
    private readonly mqtt: MqttBridge,
  ) {}

  read(): z.output<typeof homeAssistantSchema> {
    return {
      link: this.linkState(),
      events: { mode: this.eventsConfig.mode, ...this.eventsState() },
      commands: this.config.homeAssistant.commands === 'on' && this.link.address !== undefined,
      mqtt: { state: this.mqtt.state, content: this.config.mqtt.content },
    };
  }

  private linkState() {
    const { state, address, version } = this.link;
    return {
      state: address ? state.kind : ('none' as const),
      ...('reason' in state && state.reason !== undefined && { reason: state.reason }),
      ...(version !== undefined && { version }),
      addOn: address?.supervisor !== undefined,
    };
  }

  private eventsState() {
    const status = this.events.status();
    if (!status.enabled) return { state: 'off' as const, lag: 0, parked: 0 };
    const { state, lag, parked, lastError } = status;
    return { state, lag, parked, ...(lastError !== undefined && { lastError }) };
  }
}
