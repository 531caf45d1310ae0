import { randomInt } from 'node:crypto';
import { proto } from 'baileys-codec/WAProto/index.js';
import { makeLibSignalRepository } from 'baileys-codec/lib/Signal/libsignal.js';
import type { KeyPair, SignalCreds } from 'baileys-codec/lib/Types/Auth.js';
import type { SignalRepositoryWithLIDStore } from 'baileys-codec/lib/Types/Signal.js';
import { addTransactionCapability } from 'baileys-codec/lib/Utils/auth-utils.js';
import { Curve, generateSignalPubKey, signedKeyPair } from 'baileys-codec/lib/Utils/crypto.js';
import { encodeWAMessage, unpadRandomMax16 } from 'baileys-codec/lib/Utils/generics.js';
import { stanza, toUint, uint, type Stanza } from '../stanza.js';
import type { PreKeyBundle } from './bundle.js';
import { memoryKeyStore, type SignalData } from './signal-store.js';
import { silentLogger } from './silent-logger.js';

export interface PhoneState {
  creds: SignalCreds;
  keys: SignalData;
  nextPreKey: number;
}

/**
 * Device 0 of an account, with real Signal state: it opens the copies it gets and seals what its owner writes.
 * Keys are made at first use, because a pure-JavaScript signature costs milliseconds. Sessions are kept under LID
 * addresses, whatever addressing a message used, so that both names share one ratchet.
 */
export class Phone {
  #state: PhoneState | undefined;
  #repository: SignalRepositoryWithLIDStore | undefined;
  /** Signal sessions are read, changed and written: one operation at a time. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(state?: PhoneState) {
    this.#state = state;
  }

  get identity(): KeyPair {
    return this.state.creds.signedIdentityKey;
  }

  get registration(): Buffer {
    return uint(this.state.creds.registrationId, 4);
  }

  /** Creates the credentials if need be. */
  get state(): PhoneState {
    return (this.#state ??= { creds: makeCreds(), keys: {}, nextPreKey: 1 });
  }

  /** The state, or undefined while nothing ever needed it. */
  get savedState(): PhoneState | undefined {
    return this.#state;
  }

  /** A bundle with a fresh one-time key. */
  bundle(): Promise<PreKeyBundle> {
    return this.#alone(async () => {
      const { creds } = this.state;
      const id = this.state.nextPreKey++;
      const pair = Curve.generateKeyPair();
      await memoryKeyStore(this.state.keys).set({ 'pre-key': { [id]: pair } });
      const { keyId, keyPair, signature } = creds.signedPreKey;
      return {
        registration: uint(creds.registrationId, 4),
        identity: Buffer.from(creds.signedIdentityKey.public),
        signedPreKey: {
          id: uint(keyId, 3),
          value: Buffer.from(keyPair.public),
          signature: Buffer.from(signature),
        },
        preKey: { id, value: Buffer.from(pair.public) },
      };
    });
  }

  /**
   * Seals a message for one device.
   * @param jid the device's LID address
   * @param fetchBundle called when there is no session with it yet
   */
  seal(jid: string, message: proto.IMessage, fetchBundle: () => PreKeyBundle): Promise<Stanza> {
    return this.#alone(async () => {
      const { exists } = await this.#signal.validateSession(jid);
      if (!exists) await this.#signal.injectE2ESession({ jid, session: toSession(fetchBundle()) });
      const { type, ciphertext } = await this.#signal.encryptMessage({ jid, data: encodeWAMessage(message) });
      return stanza('enc', { v: '2', type }, ciphertext);
    });
  }

  /** Opens an `<enc>`; throws what libsignal throws. */
  open(jid: string, type: 'pkmsg' | 'msg', ciphertext: Uint8Array): Promise<proto.Message> {
    return this.#alone(async () => {
      const padded = await this.#signal.decryptMessage({ jid, type, ciphertext });
      return proto.Message.decode(unpadRandomMax16(padded));
    });
  }

  /** Forgets the session with a device, so that the next message opens a new one. */
  forget(jid: string): Promise<void> {
    return this.#alone(() => this.#signal.deleteSession([jid]));
  }

  get #signal(): SignalRepositoryWithLIDStore {
    if (!this.#repository) {
      const keys = addTransactionCapability(memoryKeyStore(this.state.keys), silentLogger, {
        maxCommitRetries: 1,
        delayBetweenTriesMs: 0,
      });
      this.#repository = makeLibSignalRepository({ creds: this.state.creds, keys }, silentLogger);
    }
    return this.#repository;
  }

  /** Releases the session cache's timers. */
  close(): void {
    this.#repository?.close?.();
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined);
    return done;
  }
}

function makeCreds(): SignalCreds {
  const signedIdentityKey = Curve.generateKeyPair();
  return {
    signedIdentityKey,
    signedPreKey: signedKeyPair(signedIdentityKey, 1),
    registrationId: randomInt(1, 16_381),
  };
}

function toSession({ registration, identity, signedPreKey, preKey }: PreKeyBundle) {
  return {
    registrationId: toUint(registration),
    identityKey: generateSignalPubKey(identity),
    signedPreKey: {
      keyId: toUint(signedPreKey.id),
      publicKey: generateSignalPubKey(signedPreKey.value),
      signature: signedPreKey.signature,
    },
    ...(preKey ? { preKey: { keyId: preKey.id, publicKey: generateSignalPubKey(preKey.value) } } : {}),
  };
}
