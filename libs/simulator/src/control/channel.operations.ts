import { z } from 'zod';
import type { Channel, ChannelPost } from '../world/channel-model.js';
import { operation } from './operation.js';
import { number } from './schemas.js';

/** The digits of a channel, or its address; the digits afterwards. */
const channel = z
  .string()
  .regex(/^\d{16,25}(@newsletter)?$/, 'a channel has 16 to 25 digits')
  .transform((text) => text.replace(/@.*$/, ''));

const acting = z.strictObject({ by: number, channel });

/** What people do with channels on their phones. */
export const channelOperations = {
  /** `picture`: its path at WhatsApp's host of pictures. */
  'channel.create': operation(
    z.strictObject({
      by: number,
      name: z.string().min(1),
      description: z.string().default(''),
      picture: z.string().startsWith('/').or(z.literal('')).default(''),
    }),
    ({ world }, { by, ...told }): Channel => structuredClone(world.channels.create(by, told)),
  ),
  'channel.follow': operation(acting, ({ world }, input) => void world.channels.follow(input.by, input.channel)),
  'channel.unfollow': operation(acting, ({ world }, input) => void world.channels.unfollow(input.by, input.channel)),
  'channel.mute': operation(
    acting.extend({ muted: z.boolean() }),
    ({ world }, input) => void world.channels.mute(input.by, input.channel, input.muted),
  ),
  'channel.post': operation(acting.extend({ text: z.string().min(1) }), ({ world }, input): ChannelPost =>
    world.channels.post(input.by, input.channel, input.text),
  ),
  /** As the service has it. */
  'channel.view': operation(z.strictObject({ channel }), ({ world }, input): Channel =>
    structuredClone(world.channels.get(input.channel)),
  ),
};
