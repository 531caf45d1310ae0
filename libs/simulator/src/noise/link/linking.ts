import type { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../../world/clock.js';
import { WorldError } from '../../world/errors.js';
import { PHONE, deviceId, indexOf, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { Companion } from '../companions.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { SERVICE, child, result, stanza, type Stanza } from '../stanza.js';
import { signDeviceIdentity } from './device-identity.js';

/** How many QR codes a client gets before it gives up. */
const REFS = 6;

/** A client that is not linked yet, and how far it got. */
export interface Candidate {
  connection: Connection;
  registration: proto.ClientPayload.IDevicePairingRegistrationData;
  pushName: string | undefined;
  refs: string[];
  offered?: { iqId: string; companion: Companion };
}

/** Links new devices: offers QR references, accepts the phone's scan, and completes the exchange. */
export class Linking {
  readonly #candidates = new Map<Connection, Candidate>();
  #offers = 0;
  passkeyRequired = false;

  constructor(private readonly context: DoorContext) {}

  /** An unlinked client connected: gives it the references its QR codes carry. */
  begin(connection: Connection, payload: proto.ClientPayload): void {
    const { random, log } = this.context.world;
    const n = this.#offers++;
    const refs = Array.from({ length: REFS }, (_, i) => `2@${random.for('ref', n, i).hex(64)}`);
    const registration = payload.devicePairingData ?? {};
    this.#candidates.set(connection, { connection, registration, pushName: payload.pushName ?? undefined, refs });
    const nodes = refs.map((ref) => stanza('ref', {}, Buffer.from(ref)));
    const attrs = { from: SERVICE, type: 'set', id: random.for('pair-device', n).hex(16), xmlns: 'md' };
    connection.send(stanza('iq', attrs, [stanza('pair-device', {}, nodes)]));
    log.append('link.requested', { method: 'qr' });
  }

  end(connection: Connection): void {
    this.#candidates.delete(connection);
  }

  find(connection: Connection): Candidate | undefined {
    return this.#candidates.get(connection);
  }

  /**
   * The phone scans the QR text `[prefix#]ref,noiseKey,identityKey,advSecret[,platform]` (base64 fields).
   * @throws WorldError not_found when no waiting client showed this text
   */
  scan(qr: string, account: PhoneNumber): DeviceId {
    const [ref, , , advSecret] = (qr.split('#').pop() ?? '').split(',');
    if (ref === undefined || advSecret === undefined) throw new WorldError('invalid_input', 'not a linking QR text');
    const candidate = [...this.#candidates.values()].find((entry) => entry.refs.includes(ref));
    if (!candidate) throw new WorldError('not_found', 'no waiting client shows this QR code');
    if (this.passkeyRequired) {
      candidate.connection.farewell(stanza('failure', { reason: '400', message: 'passkey_required', location: 'sim' }));
      return deviceId(account, PHONE);
    }
    return this.offer(candidate, account, Buffer.from(advSecret, 'base64'));
  }

  /** Sends `<pair-success>`; the device exists once the client has countersigned. */
  offer(candidate: Candidate, account: PhoneNumber, advSecret: Buffer): DeviceId {
    const { world, phones, jids } = this.context;
    world.directory.ensure(account, candidate.pushName === undefined ? {} : { name: candidate.pushName });
    const id = world.directory.reserveDevice(account);
    const index = indexOf(id);
    const companion = toCompanion(id, candidate);
    const identity = signDeviceIdentity({
      account: phones.of(account).identity,
      companionIdentity: companion.identity,
      keyIndex: index,
      advSecret,
      timestamp: seconds(world.clock),
    });
    const iqId = world.random.for('pair-success', id).hex(16);
    candidate.offered = { iqId, companion };
    const attrs = { from: SERVICE, type: 'set', id: iqId, xmlns: 'md', t: seconds(world.clock) };
    const success = stanza('pair-success', {}, [
      stanza('device-identity', {}, identity),
      stanza('platform', { name: 'android' }),
      stanza('device', { jid: jids.of(account, 'pn', index), lid: jids.of(account, 'lid', index) }),
    ]);
    candidate.connection.send(stanza('iq', attrs, [success]));
    return id;
  }

  /** Stanzas of a client that is not logged in. */
  route(connection: Connection, node: Stanza): void {
    if (node.tag !== 'iq') return;
    if (node.attrs.type === 'result') this.completed(connection, node);
    else if (node.attrs.xmlns === 'w:p') connection.send(result(node));
  }

  /** The client's `<pair-device-sign>`: it is linked, and must reconnect as a device (515). */
  completed(connection: Connection, answer: Stanza): void {
    const offered = this.#candidates.get(connection)?.offered;
    if (!offered || answer.attrs.id !== offered.iqId || !child(answer, 'pair-device-sign')) return;
    const { world, companions } = this.context;
    const { companion } = offered;
    this.#candidates.delete(connection);
    companions.add(companion);
    world.directory.link(companion.id, 'noise');
    world.announce(companion.id, 'add');
    connection.streamError({ code: '515' });
  }
}

const bytes = (value: Uint8Array | null | undefined): Buffer => Buffer.from(value ?? []);

function toCompanion(id: DeviceId, { connection, registration }: Candidate): Companion {
  return {
    id,
    noiseKey: connection.clientStatic,
    identity: bytes(registration.eIdent),
    registration: bytes(registration.eRegid),
    signedPreKey: {
      id: bytes(registration.eSkeyId),
      value: bytes(registration.eSkeyVal),
      signature: bytes(registration.eSkeySig),
    },
    preKeys: new Map(),
    bootstrapped: false,
    warned: false,
  };
}
