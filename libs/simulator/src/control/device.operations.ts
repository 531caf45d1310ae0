import { z } from 'zod';
import { setBanned, unlink } from '../noise/routes/sessions.js';
import { stanza } from '../noise/stanza.js';
import type { PageConnection } from '../web/transport/page-connection.js';
import type { DeviceId } from '../world/ids.js';
import type { SimulatorParts } from '../parts.js';
import { operation } from './operation.js';
import { code, device, milliseconds, number, resolveDevice } from './schemas.js';
import { waitFor } from './wait.js';

const target = z.strictObject({ device });

const isBrowser = ({ world }: SimulatorParts, id: DeviceId) => world.directory.device(id)?.kind === 'web';

/** The open page of a linked browser; undefined for devices of the other door. @throws WorldError offline */
const pageOf = (parts: SimulatorParts, id: DeviceId): PageConnection | undefined =>
  isBrowser(parts, id) ? parts.web?.live(id) : undefined;

const remove = operation(target, (parts, input) => {
  const id = resolveDevice(parts.world, input.device);
  if (parts.web && isBrowser(parts, id)) parts.web.unlink(id);
  else unlink(parts.door.context, id);
});

/** Real milliseconds. The client shows its code before the service has heard of it. */
const CODE_PATIENCE_MS = 1000;

async function codeRequested(parts: SimulatorParts, pn: string): Promise<void> {
  if (parts.door.pairingCode.isRequested(pn) || parts.web?.linking.isRequested(pn)) return;
  const match = { account: pn, method: 'code' };
  const since = parts.world.log.last;
  // When it does not come, entering the code says so.
  await waitFor(parts, { event: 'link.requested', match, since, timeoutMs: CODE_PATIENCE_MS }).catch(() => undefined);
}

export const deviceOperations = {
  /** The phone of `pn` (made when new) scans the QR text a client shows. */
  'device.scan': operation(
    z.strictObject({ qr: z.string().min(1), pn: number }),
    ({ door, web }, { qr, pn }): { device: DeviceId } => ({
      device: (web?.linking.shows(qr) ? web.linking : door.linking).scan(qr, pn),
    }),
  ),
  /** The owner of `pn` types the pairing code that a client shows. */
  'device.enterCode': operation(
    z.strictObject({ pn: number, code: z.string().regex(/^[A-Za-z0-9-]{8,9}$/, 'a pairing code has 8 characters') }),
    async (parts, { pn, code }) => {
      await codeRequested(parts, pn);
      const typed = code.replace('-', '').toUpperCase();
      if (parts.web?.linking.isRequested(pn)) parts.web.linking.enter(pn, typed);
      else await parts.door.pairingCode.enter(pn, typed);
    },
  ),
  /** The phone unlinks the device: 401 with `device_removed` now, or at its next login. */
  'device.unlink': remove,
  /** From now on linking asks for a passkey. How WhatsApp says so is a guess. */
  'device.requirePasskey': operation(z.strictObject({ on: z.boolean().default(true) }), ({ door }, { on }) => {
    door.linking.passkeyRequired = on;
  }),
  'device.list': operation(z.strictObject({ pn: number }), ({ world }, { pn }) => world.directory.devicesOf(pn)),
};

async function reopen({ door, web }: SimulatorParts): Promise<void> {
  await Promise.all([door.listener.open(), web?.server.open()]);
}

export const connectionOperations = {
  /** Cuts the client's TCP connection. */
  'connection.drop': operation(target, (parts, input) => {
    const id = resolveDevice(parts.world, input.device);
    (pageOf(parts, id) ?? parts.door.live(id)).terminate();
  }),
  /** Ends the connection with a stream error, or with the stanza that a failed login gets. */
  'connection.kick': operation(
    z.strictObject({
      device,
      code,
      as: z.enum(['stream:error', 'failure']).default('stream:error'),
      /** Seconds until the end of a temporary ban. */
      expire: z.number().int().min(1).optional(),
    }),
    (parts, input) => {
      const id = resolveDevice(parts.world, input.device);
      const { code: reason, expire } = input;
      const page = pageOf(parts, id);
      if (page) return page.tell('refused', { code: reason });
      const connection = parts.door.live(id);
      if (input.as === 'failure') connection.farewell(stanza('failure', { reason, expire, location: 'sim' }));
      else connection.streamError({ code: reason });
    },
  ),
  /** Another connection took over (440). */
  'connection.replace': operation(target, (parts, input) => {
    const id = resolveDevice(parts.world, input.device);
    const page = pageOf(parts, id);
    if (page) page.tell('state', { state: 'CONFLICT' });
    else parts.door.live(id).streamError({}, stanza('conflict', { type: 'replaced' }));
  }),
  /** The same as `device.unlink`, seen from the connection. */
  'connection.logout': remove,
  /** Bans the account (403), or lifts the ban. */
  'connection.ban': operation(
    z.strictObject({ pn: number, banned: z.boolean().default(true) }),
    ({ world, door, web }, input) => {
      world.directory.ensure(input.pn);
      setBanned(door.context, input.pn, input.banned);
      if (input.banned) web?.banned(input.pn);
    },
  ),
  /** The next `times` logins of the device, or of any device of the number, fail with `code`. */
  'connection.refuseLogin': operation(
    z.strictObject({ device, code, times: z.number().int().min(1).default(1) }),
    ({ door, web }, input) => {
      for (const { refusals } of [door, ...(web ? [web] : [])]) refusals.add(input.device, input.code, input.times);
    },
  ),
  /** The connection stays open and nothing is said or heard on it any more. */
  'connection.silence': operation(target, (parts, input) => {
    const id = resolveDevice(parts.world, input.device);
    (pageOf(parts, id) ?? parts.door.live(id)).silence();
  }),
  /** Every connection is cut and new ones are refused by TCP for `ms` real milliseconds; null: until it is ended. */
  'connection.outage': operation(z.strictObject({ ms: milliseconds.nullable() }), async (parts, { ms }) => {
    await Promise.all([parts.door.listener.close(), parts.web?.server.close()]);
    if (ms === null) return;
    parts.network.after(ms, () => {
      reopen(parts).catch((error: unknown) => parts.door.stats.error('end of outage', error));
    });
  }),
  /** Ends an outage that was to last until now. */
  'connection.outageEnd': operation(z.strictObject({}).default({}), reopen),
};
