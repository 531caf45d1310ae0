import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  Curve,
  generateSignalPubKey,
  initAuthCreds,
  type AuthenticationCreds,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js';
import { silentLogger } from '@columba/core';
import { InMemoryKeyStore, WriteFaults } from '@columba/core/testing';
import { PLAINTEXTS, signalKeyStore } from '../auth/signal-keys.js';
import { libraryLogger } from '../quiet/library-logger.js';
import { silenceLibsignal } from '../quiet/libsignal-console.js';
import { signalRepository, signalTransactions, type SignalRepository } from './repository.js';

const ANN_PN = '4915100000002@s.whatsapp.net';
const ANN_LID = '100000000000002@lid';
const BOB_LID = '100000000000001:3@lid';
const GROUP = '120363000000000001@g.us';
const logger = libraryLogger(silentLogger);

/** The other side: the library as it is. */
class Peer {
  readonly creds = initAuthCreds();
  private readonly keys = signalTransactions(
    signalKeyStore(new InMemoryKeyStore(new WriteFaults()), noRefusal),
    logger,
  );
  readonly repository = makeLibSignalRepository({ creds: this.creds, keys: this.keys }, logger);

  async meet(creds: AuthenticationCreds, preKey: { keyId: number; public: Uint8Array }): Promise<void> {
    await this.repository.injectE2ESession({
      jid: BOB_LID,
      session: {
        registrationId: creds.registrationId,
        identityKey: generateSignalPubKey(creds.signedIdentityKey.public),
        signedPreKey: {
          keyId: creds.signedPreKey.keyId,
          publicKey: generateSignalPubKey(creds.signedPreKey.keyPair.public),
          signature: creds.signedPreKey.signature,
        },
        preKey: { keyId: preKey.keyId, publicKey: generateSignalPubKey(preKey.public) },
      },
    });
  }

  write(text: string) {
    return this.repository.encryptMessage({ jid: BOB_LID, data: Buffer.from(text) });
  }
}

const noRefusal = () => {};

describe('the repository with a memory', () => {
  let faults: WriteFaults;
  let keys: SignalKeyStore;
  let refused: unknown[];
  let bob: SignalRepository;
  let attempts: string[];
  let creds: AuthenticationCreds;
  let ann: Peer;

  beforeEach(async () => {
    silenceLibsignal();
    faults = new WriteFaults();
    refused = [];
    attempts = [];
    keys = signalKeyStore(new InMemoryKeyStore(faults), (error) => refused.push(error));
    creds = initAuthCreds();
    bob = reopened();
    ann = new Peer();
    const preKey = Curve.generateKeyPair();
    await keys.set({ 'pre-key': { '7': preKey } });
    await ann.meet(creds, { keyId: 7, public: preKey.public });
  });

  const heard = (ciphertext: string) => void attempts.push(ciphertext);
  /** As after a restart of the process. */
  function reopened(): SignalRepository {
    return signalRepository({ creds, logger, attempted: heard }, signalTransactions(keys, logger));
  }
  const read = async (sealed: Awaited<ReturnType<Peer['write']>>, jid = ANN_LID, repository = bob) =>
    Buffer.from(await repository.decryptMessage({ jid, ...sealed })).toString();

  it('opens the same bytes again, also after a restart, without a second ratchet step', async () => {
    const [first, second] = [await ann.write('one'), await ann.write('two')];
    expect(await read(first)).toBe('one');
    expect(await read(second)).toBe('two');
    expect(await read(first, ANN_LID, reopened())).toBe('one');
    expect(attempts).toHaveLength(3);
  });

  it('finds what was opened under the other address of the author', async () => {
    const sealed = await ann.write('one');
    expect(await read(sealed, ANN_PN)).toBe('one');
    await keys.set({
      'lid-mapping': { '4915100000002': '100000000000002', '100000000000002_reverse': '4915100000002' },
    });
    expect(await read(sealed, ANN_LID, reopened())).toBe('one');
  });

  it('never gives a plaintext to somebody else who copied the bytes', async () => {
    const sealed = await ann.write('one');
    await read(sealed);
    await expect(read(sealed, '100000000000009@lid')).rejects.toThrow();
  });

  it('answers an empty message once the plaintext was cleared', async () => {
    const sealed = await ann.write('one');
    const { hash, cleared } = await bob.open({ jid: ANN_LID, ...sealed });
    expect(cleared).toBe(false);
    await keys.set({ [PLAINTEXTS]: { [hash]: new Uint8Array(0) } });
    expect(await bob.open({ jid: ANN_LID, ...sealed })).toMatchObject({ cleared: true });
    expect(await bob.decryptMessage({ jid: ANN_LID, ...sealed })).toEqual(Uint8Array.of(1));
  });

  it('takes the ratchet step back when the plaintext cannot be stored', async () => {
    const sealed = await ann.write('one');
    faults.failNext(1);
    await expect(read(sealed)).rejects.toThrow();
    expect(refused).toHaveLength(1);
    expect(await read(sealed)).toBe('one');
  });

  it('keeps an identity and a session when a forged message does not open', async () => {
    await read(await ann.write('one'));
    const forger = new Peer();
    const preKey = Curve.generateKeyPair();
    await forger.meet(creds, { keyId: 99, public: preKey.public });
    await expect(read(await forger.write('forged'))).rejects.toThrow();
    expect(await read(await ann.write('two'))).toBe('two');
  });

  it('sends and receives at the same time without losing a step of either', async () => {
    await read(await ann.write('hello'));
    const annReads = (sealed: Awaited<ReturnType<SignalRepository['encryptMessage']>>) =>
      ann.repository.decryptMessage({ jid: BOB_LID, ...sealed });
    await annReads(await bob.encryptMessage({ jid: ANN_LID, data: Buffer.from('hi') }));
    for (let round = 0; round < 10; round += 1) {
      const incoming = [await ann.write(`a${round}`), await ann.write(`b${round}`)];
      const [first, second, ...outgoing] = await Promise.all([
        ...incoming.map((sealed) => read(sealed)),
        ...['x', 'y'].map((text) => bob.encryptMessage({ jid: ANN_LID, data: Buffer.from(text) })),
      ]);
      expect([first, second]).toEqual([`a${round}`, `b${round}`]);
      const texts = [];
      for (const sealed of outgoing as Parameters<typeof annReads>[0][])
        texts.push(Buffer.from(await annReads(sealed)).toString());
      expect(texts).toEqual(['x', 'y']);
    }
  });

  it('takes in a sender key once, however often it is distributed', async () => {
    const distribution = await ann.repository.getSenderKeyDistributionMessage({ group: GROUP, meId: ANN_LID });
    const item = { groupId: GROUP, axolotlSenderKeyDistributionMessage: distribution };
    for (let n = 0; n < 3; n += 1) await bob.processSenderKeyDistributionMessage({ authorJid: ANN_LID, item });
    const [record] = Object.values(await keys.get('sender-key', [`${GROUP}::100000000000002_1::0`]));
    expect(JSON.parse(Buffer.from(record ?? []).toString())).toHaveLength(1);
    const { ciphertext } = await ann.repository.encryptGroupMessage({
      group: GROUP,
      meId: ANN_LID,
      data: Buffer.from('all'),
    });
    for (const repository of [bob, reopened()]) {
      const plain = await repository.decryptGroupMessage({ group: GROUP, authorJid: ANN_LID, msg: ciphertext });
      expect(Buffer.from(plain).toString()).toBe('all');
    }
  });
});
