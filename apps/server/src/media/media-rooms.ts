import type { Clock, Logger } from '@columba/core';
import { CLOCK, CONFIG, LOGGER } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { EgressModule } from '../egress/egress.module.js';
import { MediaModule } from './media.module.js';

/** The one way out to addresses that users give. */
export const EGRESS = EgressModule.registerAsync({ inject: [CLOCK], useFactory: (clock: Clock) => ({ clock }) });

/** The rooms for media as this server has them; imported by every feature that works with files. */
export const MEDIA_ROOMS = MediaModule.registerAsync({
  imports: [EGRESS],
  inject: [CONFIG, CLOCK, LOGGER],
  useFactory: ({ storage, media }: ColumbaConfig, clock: Clock, logger: Logger) => ({
    dataDirectory: storage.directory,
    clock,
    logger,
    maxBytes: media.maxBytes,
    keepMs: media.keepMs,
  }),
});
