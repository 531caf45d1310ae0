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
  /** By group: the devices that have this phone's sender key. */
  sharedWith: Record<string, string[]>;
}

/** A group message sealed for everybody, and what a device needs to open it. */
export interface SharedSeal {
  enc: Stanza;
  key: proto.IMessage;
}

/** Messages whose ciphertext is kept for devices that come late. */
const MOST_SHARED = 500;

/**
 * Device 0 of an account, with real Signal state: it opens the copies it gets and seals what its owner writes.
 * Keys are made at first use, because a pure-JavaScript signature costs milliseconds. Sessions are kept under LID
 * addresses, whatever addressing a message used, so that both names share one ratchet.
 */
export class Phone {
  #state: PhoneState | undefined;
  #repository: SignalRepositoryWithLIDStore | undefined;
  /** Sealed group messages by group and id: each device gets the same bytes. */
  readonly #shared = new Map<string, Promise<SharedSeal>>();
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
    return (this.#state ??= { creds: makeCreds(), keys: {}, nextPreKey: 1, sharedWith: {} });
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
      const message = proto.Message.decode(unpadRandomMax16(padded));
      const { senderKeyDistributionMessage: item } = message;
      if (item) await this.#signal.processSenderKeyDistributionMessage({ authorJid: jid, item });
      return message;
    });
  }

  /** Opens an `<enc>` of a group message: the shared ciphertext, or what was sealed for this phone alone. */
  openAny(group: string, jid: string, type: string, ciphertext: Uint8Array): Promise<proto.Message> {
    if (type !== 'skmsg') return this.open(jid, type === 'pkmsg' ? 'pkmsg' : 'msg', ciphertext);
    return this.#alone(async () => {
      const padded = await this.#signal.decryptGroupMessage({ group, authorJid: jid, msg: ciphertext });
      return proto.Message.decode(unpadRandomMax16(padded));
    });
  }

  /**
   * Seals a group message once for all devices.
   * @param me the own LID address
   */
  sealShared(group: string, me: string, id: string, message: proto.IMessage): Promise<SharedSeal> {
    const name = `${group}|${id}`;
    const known = this.#shared.get(name);
    if (known) return known;
    const made = this.#alone(() =>
      this.#signal.encryptGroupMessage({ group, meId: me, data: encodeWAMessage(message) }),
    ).then(({ ciphertext, senderKeyDistributionMessage: key }) => ({
      enc: stanza('enc', { v: '2', type: 'skmsg' }, ciphertext),
      key: distribution(group, key),
    }));
    this.#shared.set(name, made);
    const [oldest] = this.#shared.keys();
    if (this.#shared.size > MOST_SHARED && oldest !== undefined) this.#shared.delete(oldest);
    return made;
  }

  /** The present sender key, for a device that could not open a message. */
  async senderKey(group: string, me: string): Promise<proto.IMessage> {
    const key = await this.#alone(() => this.#signal.getSenderKeyDistributionMessage({ group, meId: me }));
    return distribution(group, key);
  }

  /** True when the device does not have the sender key yet; from now on it counts as having it. */
  mustShare(group: string, device: string): boolean {
    const devices = (this.state.sharedWith[group] ??= []);
    if (devices.includes(device)) return false;
    devices.push(device);
    return true;
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

const distribution = (groupId: string, key: Uint8Array): proto.IMessage => ({
  senderKeyDistributionMessage: { groupId, axolotlSenderKeyDistributionMessage: key },
});

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
