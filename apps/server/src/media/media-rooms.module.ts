import type { Clock, Logger } from '@columba/core';
import { Module } from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER } from '../common/tokens.js';
import { fileRootsOf, type HomeAssistantConfig } from '../config/home-assistant.config.js';
import type { MediaConfig } from '../config/media.config.js';
import type { StorageConfig } from '../config/storage.config.js';
import { EgressModule, type EgressSettings } from '../egress/egress.module.js';
import { MediaModule } from './media.module.js';
import type { MediaSettings } from './media.settings.js';

interface Config {
  media: MediaConfig;
  storage: StorageConfig;
  homeAssistant: HomeAssistantConfig;
}

const LEAST_TIMEOUT_MS = 30_000;

/** The largest file that any of the APIs takes. */
const maxBytesOf = ({ media }: Config): number => Math.max(media.maxBytes, media.urlMaxBytes);

const EGRESS = EgressModule.registerAsync({
  inject: [CONFIG, CLOCK],
  useFactory: (config: Config, clock: Clock): EgressSettings => ({
    clock,
    media: {
      allow: config.media.allowedAddresses,
      maxBytes: maxBytesOf(config),
      timeoutMs: Math.max(LEAST_TIMEOUT_MS, config.media.urlTimeoutMs),
    },
  }),
});

const MEDIA = MediaModule.registerAsync({
  imports: [EGRESS],
  inject: [CONFIG, CLOCK, LOGGER],
  useFactory: (config: Config, clock: Clock, logger: Logger): MediaSettings => ({
    dataDirectory: config.storage.directory,
    clock,
    logger,
    maxBytes: maxBytesOf(config),
    keepMs: config.media.keepMs,
    fileRoots: fileRootsOf(config.homeAssistant),
  }),
});

/** Media and the way out to other people's addresses, with the settings of this server, for every feature that needs them. */
@Module({ imports: [EGRESS, MEDIA], exports: [EGRESS, MEDIA] })
export class MediaRoomsModule {}
