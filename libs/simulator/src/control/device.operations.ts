import { z } from 'zod';
import { operation } from './operation.js';
import { device, number, resolveDevice } from './schemas.js';

export const deviceOperations = {
  /** The phone of `pn` (made when new) scans the QR text a client shows. */
  'device.scan': operation(z.strictObject({ qr: z.string().min(1), pn: number }), ({ door }, { qr, pn }) => ({
    device: door.linking.scan(qr, pn),
  })),
  /** Cuts the client's TCP connection. */
  'connection.drop': operation(z.strictObject({ device }), ({ world, door }, input) => {
    door.live(resolveDevice(world, input.device)).terminate();
  }),
};
