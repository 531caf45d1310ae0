import { Module } from '@nestjs/common';
import { CONFIG } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { EventLogModule } from '../events/event-log.module.js';
import { MediaRoomsModule } from '../media/media-rooms.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { HaEventsModule } from '../ha-events/ha-events.module.js';
import { SendCommands } from './commands/send-commands.service.js';
import { StdinCommands } from './commands/stdin-commands.js';
import { Extras } from './extras/extras.service.js';
import { FavouritesController } from './favourites.controller.js';
import { HomeAssistantController } from './home-assistant.controller.js';
import { HomeAssistantState } from './home-assistant-state.js';
import { LinkModule } from './link/link.module.js';
import { Favourites } from './mqtt/favourites.js';
import { MqttBridge } from './mqtt/mqtt-bridge.service.js';

const makeFavourites = ({ storage, mqtt, sessions, gajosu }: ColumbaConfig): Favourites =>
  new Favourites(storage.directory, mqtt.favourites, gajosu.session ?? sessions.names[0] ?? 'home');

/** What Home Assistant may ask of Columba, and what Columba leaves there. */
@Module({
  imports: [LinkModule, HaEventsModule, EventLogModule, MessagesModule, MediaRoomsModule, SessionsModule],
  controllers: [HomeAssistantController, FavouritesController],
  providers: [
    SendCommands,
    StdinCommands,
    MqttBridge,
    Extras,
    HomeAssistantState,
    { provide: Favourites, useFactory: makeFavourites, inject: [CONFIG] },
  ],
})
export class HomeAssistantModule {}
