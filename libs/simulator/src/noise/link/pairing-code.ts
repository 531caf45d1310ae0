import { randomBytes } from 'node:crypto';
import type { KeyPair } from 'baileys-codec/lib/Types/Auth.js';
import {
  Curve,
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  derivePairingCodeKey,
  hkdf,
} from 'baileys-codec/lib/Utils/crypto.js';
import { seconds } from '../../world/clock.js';
import { WorldError } from '../../world/errors.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { SERVICE, bytesOf, child, errorResult, result, stanza, type Stanza } from '../stanza.js';
import type { Linking } from './linking.js';

const TAG = 'link_code_companion_reg';

interface Request {
  account: PhoneNumber;
  ref: Buffer;
  /** salt 32, iv 16, then the companion's ephemeral key under AES-CTR with a key from the code. */
  wrapped: Buffer;
  /** Present once the code was typed on the phone. */
  exchange?: { ephemeral: KeyPair; companionEphemeral: Buffer };
}

/**
 * Linking by an eight-character code: the client shows it, the user types it on the phone. Both sides prove that they
 * know it by wrapping their ephemeral keys with it; the secret that a QR would carry comes out of the exchange.
 */
export class PairingCode {
  readonly #requests = new Map<Connection, Request>();

  constructor(
    private readonly context: DoorContext,
    private readonly linking: Linking,
  ) {}

  /** Answers the client's two steps; undefined when the stanza is something else. */
  answer(connection: Connection, node: Stanza): Stanza | undefined {
    const body = child(node, TAG);
    if (body?.attrs.stage === 'companion_hello') return this.#hello(connection, node, body);
    if (body?.attrs.stage === 'companion_finish') return this.#finish(connection, node, body);
    return undefined;
  }

  end(connection: Connection): void {
    this.#requests.delete(connection);
  }

  isRequested(account: PhoneNumber): boolean {
    return [...this.#requests.values()].some((request) => request.account === account);
  }

  /**
   * The user types the code on the phone. A wrong code shows only when the exchange fails.
   * @throws WorldError not_found when no client asked to be linked to this number
   */
  async enter(account: PhoneNumber, code: string): Promise<void> {
    const waiting = [...this.#requests].findLast(([, request]) => request.account === account);
    if (!waiting) throw new WorldError('not_found', `no client asked for a code to link to ${account}`);
    const [connection, request] = waiting;
    const { wrapped } = request;
    const companionKey = await derivePairingCodeKey(code, wrapped.subarray(0, 32));
    const ephemeral = Curve.generateKeyPair();
    request.exchange = {
      ephemeral,
      companionEphemeral: aesDecryptCTR(wrapped.subarray(48, 80), companionKey, wrapped.subarray(32, 48)),
    };
    const [salt, iv] = [randomBytes(32), randomBytes(16)];
    const own = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(code, salt), iv);
    const { world, phones } = this.context;
    world.directory.ensure(account);
    const t = seconds(world.clock);
    const body = stanza(TAG, { stage: 'primary_hello' }, [
      stanza('link_code_pairing_wrapped_primary_ephemeral_pub', {}, Buffer.concat([salt, iv, own])),
      stanza('primary_identity_pub', {}, phones.of(account).identity.public),
      stanza('link_code_pairing_ref', {}, request.ref),
    ]);
    const id = world.random.for('code', account, t).hex(16);
    connection.send(stanza('notification', { from: SERVICE, type: TAG, id, t }, [body]));
  }

  #hello(connection: Connection, node: Stanza, body: Stanza): Stanza {
    const { world } = this.context;
    const account = (body.attrs.jid ?? '').split('@')[0] ?? '';
    const ref = Buffer.from(world.random.for('code-ref', account, world.log.last).hex(16));
    const wrapped = bytesOf(child(body, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
    this.#requests.set(connection, { account, ref, wrapped });
    world.log.append('link.requested', { account, method: 'code' });
    const inner = stanza(TAG, { stage: 'companion_hello' }, [stanza('link_code_pairing_ref', {}, ref)]);
    return result(node, [inner]);
  }

  #finish(connection: Connection, node: Stanza, body: Stanza): Stanza {
    const request = this.#requests.get(connection);
    const candidate = this.linking.find(connection);
    if (!request?.exchange || !candidate) return errorResult(node, '400', 'bad-request');
    const { account, exchange } = request;
    let secret: Buffer;
    try {
      secret = this.#secret(account, exchange, body);
    } catch {
      // Another code was typed than the client shows: the two sides derived different keys.
      this.context.world.log.append('link.failed', { account });
      return errorResult(node, '403', 'wrong code');
    }
    // The answer to this iq goes first.
    this.context.network.after(0, () => this.linking.offer(candidate, account, secret));
    return result(node);
  }

  /** salt 32, iv 12, then AES-GCM over companion identity, primary identity and 32 random bytes. */
  #secret(
    account: PhoneNumber,
    { ephemeral, companionEphemeral }: Required<Request>['exchange'],
    body: Stanza,
  ): Buffer {
    const bundle = bytesOf(child(body, 'link_code_pairing_wrapped_key_bundle'));
    const companionIdentity = bytesOf(child(body, 'companion_identity_public'));
    const shared = Curve.sharedKey(ephemeral.private, companionEphemeral);
    const info = 'link_code_pairing_key_bundle_encryption_key';
    const key = hkdf(shared, 32, { salt: bundle.subarray(0, 32), info });
    const plain = aesDecryptGCM(bundle.subarray(44), Buffer.from(key), bundle.subarray(32, 44), Buffer.alloc(0));
    const identityShared = Curve.sharedKey(this.context.phones.of(account).identity.private, companionIdentity);
    const material = Buffer.concat([shared, identityShared, plain.subarray(64, 96)]);
    return Buffer.from(hkdf(material, 32, { info: 'adv_secret' }));
  }
}
