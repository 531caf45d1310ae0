import { z } from 'zod';
import { channelDigits, channelFact } from '../device/channel-fact.js';
import { pageOperation, type OperationTable } from './operation.js';
import { wid } from './schemas.js';

const channel = wid.transform(channelDigits);
const about = z.strictObject({ channel });

/** Channels, which the page calls newsletters. */
export const channelOperations: OperationTable = {
  /** null: there is none. */
  'channel.find': pageOperation(about, ({ world }, { me }, input) => {
    const found = world.channels.find(input.channel);
    return found ? channelFact(found, me) : null;
  }),
  'channel.preview': pageOperation(z.strictObject({ code: z.string() }), ({ world }, _asker, { code }) => {
    const found = world.channels.findByInvite(code);
    return found ? channelFact(found) : null;
  }),
  'channel.follow': pageOperation(about.extend({ on: z.boolean() }), ({ world }, { me }, input) => {
    if (input.on) world.channels.follow(me, input.channel);
    else world.channels.unfollow(me, input.channel);
  }),
  'channel.mute': pageOperation(about.extend({ on: z.boolean() }), ({ world }, { me }, input) => {
    world.channels.mute(me, input.channel, input.on);
  }),
};
