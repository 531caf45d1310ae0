import { createHash } from 'node:crypto';
import { proto } from 'baileys-codec/WAProto/index.js';
import { NOISE_MODE, NOISE_WA_HEADER } from 'baileys-codec/lib/Defaults/index.js';
import type { KeyPair } from 'baileys-codec/lib/Types/Auth.js';
import { Curve, aesDecryptGCM, aesEncryptGCM, hkdf } from 'baileys-codec/lib/Utils/crypto.js';
import type { ServerIdentity } from './certificate.js';

const EMPTY = Buffer.alloc(0);

/** Eight zero bytes, then the counter, 32 bits big-endian. */
function nonce(counter: number): Buffer {
  const out = Buffer.alloc(12);
  out.writeUInt32BE(counter >>> 0, 8);
  return out;
}

/** h, ck and k of the Noise specification, section 5.2. */
class SymmetricState {
  #hash: Buffer = Buffer.from(NOISE_MODE); // exactly 32 bytes, hence used unhashed
  #chaining: Buffer = this.#hash;
  #key: Buffer = this.#hash;
  #counter = 0;

  mixHash(data: Uint8Array): void {
    this.#hash = createHash('sha256').update(this.#hash).update(data).digest();
  }

  mixKey(secret: Uint8Array): void {
    [this.#chaining, this.#key] = this.#derive(secret);
    this.#counter = 0;
  }

  encrypt(plain: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(plain, this.#key, nonce(this.#counter++), this.#hash);
    this.mixHash(sealed);
    return sealed;
  }

  decrypt(sealed: Uint8Array): Buffer {
    const plain = aesDecryptGCM(sealed, this.#key, nonce(this.#counter++), this.#hash);
    this.mixHash(sealed);
    return plain;
  }

  /** Transport keys; the first is for client to server. */
  split(): [Buffer, Buffer] {
    return this.#derive(EMPTY);
  }

  #derive(secret: Uint8Array): [Buffer, Buffer] {
    const out = Buffer.from(hkdf(Buffer.from(secret), 64, { salt: this.#chaining, info: '' }));
    return [out.subarray(0, 32), out.subarray(32)];
  }
}

/** Seals and opens frames once the handshake is over. */
export class Transport {
  #received = 0;
  #sent = 0;

  constructor(
    private readonly readKey: Buffer,
    private readonly writeKey: Buffer,
  ) {}

  open(frame: Uint8Array): Buffer {
    return aesDecryptGCM(frame, this.readKey, nonce(this.#received++), EMPTY);
  }

  seal(plain: Uint8Array): Buffer {
    return aesEncryptGCM(plain, this.writeKey, nonce(this.#sent++), EMPTY);
  }
}

export interface Finished {
  transport: Transport;
  /** The client's Noise static key: what a login is recognised by. */
  clientStatic: Buffer;
  payload: proto.ClientPayload;
}

/** The responder's half of Noise XX (25519, AES-GCM, SHA-256). */
export class Responder {
  readonly #state = new SymmetricState();
  #ephemeral: KeyPair | undefined;

  constructor(private readonly identity: ServerIdentity) {
    this.#state.mixHash(NOISE_WA_HEADER);
  }

  get greeted(): boolean {
    return this.#ephemeral !== undefined;
  }

  /** `← e`, answered by `→ e, ee, s, es` with the certificate chain. */
  answerHello(frame: Uint8Array): Buffer {
    const remote = required(proto.HandshakeMessage.decode(frame).clientHello?.ephemeral);
    const ephemeral = Curve.generateKeyPair();
    const { staticKey, certificate } = this.identity;
    this.#state.mixHash(remote);
    this.#state.mixHash(ephemeral.public);
    this.#state.mixKey(Curve.sharedKey(ephemeral.private, remote));
    const sealedStatic = this.#state.encrypt(staticKey.public);
    this.#state.mixKey(Curve.sharedKey(staticKey.private, remote));
    const serverHello = {
      ephemeral: ephemeral.public,
      static: sealedStatic,
      payload: this.#state.encrypt(certificate),
    };
    this.#ephemeral = ephemeral;
    return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
  }

  /** `← s, se` with the client's payload. */
  readFinish(frame: Uint8Array): Finished {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish;
    const clientStatic = this.#state.decrypt(required(finish?.static));
    this.#state.mixKey(Curve.sharedKey(required(this.#ephemeral?.private), clientStatic));
    const payload = proto.ClientPayload.decode(this.#state.decrypt(required(finish?.payload)));
    return { transport: new Transport(...this.#state.split()), clientStatic, payload };
  }
}

function required(bytes: Uint8Array | null | undefined): Buffer {
  if (!bytes) throw new Error('malformed handshake message');
  return Buffer.from(bytes);
}
