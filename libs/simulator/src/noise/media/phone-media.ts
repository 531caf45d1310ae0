import type { MediaType } from 'baileys-codec/lib/Defaults/index.js';
import { keyText, type MessageKey } from '../../world/ids.js';
import type { MediaFile } from '../../world/files.js';
import type { World } from '../../world/world.js';
import type { MediaHost } from './media-host.js';
import { openFile, sealFile, sha256 } from './media-seal.js';

/** Where the file of a message lies, and how it is opened. */
export interface MediaRef {
  type: MediaType;
  mediaKey: Uint8Array;
  directPath: string;
  fileEncSha256: Uint8Array;
  /** How often a phone has uploaded it. */
  uploads: number;
  /** No phone has it any more. */
  lost?: true;
}

/** What a message says of where its file is. */
export interface WireFile {
  url?: string | null;
  directPath?: string | null;
  mediaKey?: Uint8Array | null;
  fileSha256?: Uint8Array | null;
  fileEncSha256?: Uint8Array | null;
}

/** The files of messages between the phones, which have the keys, and the media host, which does not. */
export class PhoneMedia {
  readonly #refs = new Map<string, MediaRef>();

  constructor(
    private readonly world: World,
    private readonly host: MediaHost,
  ) {}

  find(key: MessageKey): MediaRef | undefined {
    return this.#refs.get(keyText(key));
  }

  /** The author's phone uploads a file, once; every copy of the message names the same place. */
  upload(key: MessageKey, type: MediaType, file: MediaFile): Required<WireFile> {
    const known = this.find(key);
    const ref = known ?? this.#put(key, type, file);
    const { mediaKey, directPath, fileEncSha256 } = ref;
    const url = this.host.url(directPath);
    return { url, directPath, mediaKey, fileEncSha256, fileSha256: Buffer.from(file.sha256, 'hex') };
  }

  /** A phone fetches the file that a message names, and checks it. @returns why it has no bytes, if so */
  receive(key: MessageKey, type: MediaType, wire: WireFile): Pick<MediaFile, 'problem'> {
    const { mediaKey, directPath, fileEncSha256, fileSha256 } = wire;
    if (this.find(key)) return {};
    if (!mediaKey || !directPath || !fileEncSha256 || !fileSha256) return { problem: 'missing' };
    this.#refs.set(keyText(key), { type, mediaKey, directPath, fileEncSha256, uploads: 1 });
    const sealed = this.host.blobs.find(directPath)?.bytes;
    if (!sealed) return { problem: 'missing' };
    const plain = sha256(sealed).equals(fileEncSha256) ? openFile(sealed, mediaKey, type) : undefined;
    if (!plain || !sha256(plain).equals(fileSha256)) return { problem: 'damaged' };
    this.world.files.add(plain);
    return {};
  }

  /** Uploads the file once more, to another place. `undefined` when the phone has it no more. */
  uploadAgain(key: MessageKey, file: MediaFile): MediaRef | undefined {
    const ref = this.find(key);
    const bytes = this.world.files.find(file.sha256);
    if (!ref || ref.lost || !bytes) return undefined;
    ref.uploads += 1;
    ref.directPath = pathOf(ref.type, ref.fileEncSha256, ref.uploads);
    this.host.blobs.put(ref.directPath, sealFile(bytes, ref.mediaKey, ref.type));
    return ref;
  }

  #put(key: MessageKey, type: MediaType, file: MediaFile): MediaRef {
    const bytes = this.world.files.find(file.sha256);
    if (!bytes) throw new Error(`no bytes for the file of message ${key.id}`);
    const mediaKey = Buffer.from(this.world.random.for('media-key', keyText(key)).hex(64), 'hex');
    const sealed = sealFile(bytes, mediaKey, type);
    const fileEncSha256 = sha256(sealed);
    const directPath = pathOf(type, fileEncSha256, 1);
    this.host.blobs.put(directPath, sealed);
    const ref: MediaRef = { type, mediaKey, directPath, fileEncSha256, uploads: 1 };
    this.#refs.set(keyText(key), ref);
    return ref;
  }

  snapshot(): [string, MediaRef][] {
    return [...this.#refs];
  }

  restore(state: [string, MediaRef][]): void {
    for (const [key, ref] of state) this.#refs.set(key, ref);
  }
}

const pathOf = (type: MediaType, hash: Uint8Array, upload: number): string =>
  `/v/${type}/${Buffer.from(hash).toString('base64url')}-${upload}.enc?ccb=sim`;
