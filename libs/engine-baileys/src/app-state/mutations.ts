import {
  decodeSyncdMutations,
  downloadExternalBlob,
  newLTHashState,
  proto,
  type BinaryNode,
} from '@whiskeysockets/baileys';
import { childOf, childrenOf } from '../journal/stanza.js';

/** One setting of the account as another of its devices, or this one, has written it. */
export interface Mutation {
  /** What it is about: its kind, then chats, ids and the like. */
  index: readonly string[];
  value: proto.ISyncActionValue;
  /** The setting was taken back. */
  removed: boolean;
  /** Of the sealed value: the same in a patch and in every snapshot that contains it. */
  mac: string;
}

export type SyncKeys = (id: string) => Promise<proto.Message.IAppStateSyncKeyData | undefined>;

/** What is too large for an answer lies on WhatsApp's file server. */
export type Download = (blob: proto.IExternalBlobReference) => Promise<Uint8Array>;

const MAC_BYTES = 32;

/** Whether a stanza is an answer with settings in it. */
export function carriesSettings(node: unknown): node is BinaryNode {
  if (!isNode(node) || node.tag !== 'iq') return false;
  const sync = childOf(node, 'sync');
  return sync !== undefined && childrenOf(sync).some((collection) => sealedIn(collection).length > 0);
}

/**
 * Opens all settings of an answer, in order.
 * @throws the library's error of a missing key, or of a download: then nothing of it can be told yet.
 */
export async function mutationsIn(
  node: BinaryNode,
  keys: SyncKeys,
  download: Download = (blob) => downloadExternalBlob(blob, {}),
): Promise<Mutation[]> {
  const sync = childOf(node, 'sync');
  const mutations: Mutation[] = [];
  for (const sealed of childrenOf(sync).flatMap(sealedIn))
    for (const record of await recordsOf(sealed, download)) mutations.push(...(await opened(record, keys)));
  return mutations;
}

/** The setting of a patch that this device has made itself. */
export function ownMutation(index: string[], value: proto.ISyncActionValue, patch: proto.ISyncdPatch): Mutation {
  const [made] = patch.mutations ?? [];
  const removed = made?.operation === proto.SyncdMutation.SyncdOperation.REMOVE;
  return { index, value, removed, mac: macOf(made?.record) };
}

/** A snapshot comes before the patches on top of it. */
function sealedIn(collection: BinaryNode): BinaryNode[] {
  const patches = childrenOf(childOf(collection, 'patches') ?? collection).filter(({ tag }) => tag === 'patch');
  const snapshot = childOf(collection, 'snapshot');
  return [...(snapshot ? [snapshot] : []), ...patches].filter(({ content }) => content instanceof Uint8Array);
}

async function recordsOf({ tag, content }: BinaryNode, download: Download): Promise<proto.ISyncdMutation[]> {
  const bytes = content instanceof Uint8Array ? content : new Uint8Array();
  if (tag === 'snapshot') {
    const blob = await download(proto.ExternalBlobReference.decode(bytes));
    const { SET } = proto.SyncdMutation.SyncdOperation;
    return proto.SyncdSnapshot.decode(blob).records.map((record) => ({ operation: SET, record }));
  }
  const patch = proto.SyncdPatch.decode(bytes);
  if (!patch.externalMutations) return patch.mutations;
  const { mutations } = proto.SyncdMutations.decode(await download(patch.externalMutations));
  return [...patch.mutations, ...mutations];
}

/** One at a time, because the library does not tell the operation. What is forged or damaged gives nothing. */
async function opened(record: proto.ISyncdMutation, keys: SyncKeys): Promise<Mutation[]> {
  const found: Mutation[] = [];
  await decodeSyncdMutations(
    [record],
    newLTHashState(),
    keys,
    ({ index, syncAction }) =>
      found.push({
        index,
        value: syncAction.value ?? {},
        removed: record.operation === proto.SyncdMutation.SyncdOperation.REMOVE,
        mac: macOf(record.record),
      }),
    true,
  );
  return found;
}

const macOf = (record: proto.ISyncdRecord | null | undefined): string =>
  Buffer.from((record?.value?.blob ?? new Uint8Array()).slice(-MAC_BYTES)).toString('base64');

const isNode = (value: unknown): value is BinaryNode => typeof value === 'object' && value !== null && 'tag' in value;
