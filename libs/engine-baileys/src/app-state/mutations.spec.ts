import { describe, expect, it } from '@jest/globals';
import { encodeSyncdPatch, newLTHashState, proto, type BinaryNode } from '@whiskeysockets/baileys';
import { carriesSettings, mutationsIn, ownMutation } from './mutations.js';

const { SET, REMOVE } = proto.SyncdMutation.SyncdOperation;
const KEY_ID = Buffer.from([0, 0, 1, 2, 3, 4]).toString('base64');
const keyData = { keyData: Buffer.alloc(32, 7) };
const keys = async (id: string) => (id === KEY_ID ? keyData : undefined);
const ARCHIVE = {
  type: 'regular_low' as const,
  index: ['archive', '4915100000002@s.whatsapp.net'],
  syncAction: { timestamp: 1, archiveChatAction: { archived: true } },
  apiVersion: 3,
};

const sealed = async (operation: proto.SyncdMutation.SyncdOperation = SET) =>
  (await encodeSyncdPatch({ ...ARCHIVE, operation }, KEY_ID, newLTHashState(), keys)).patch;

const within = (...content: BinaryNode[]): BinaryNode => {
  const collection = { tag: 'collection', attrs: { name: 'regular_low' }, content };
  return {
    tag: 'iq',
    attrs: { id: '1', type: 'result' },
    content: [{ tag: 'sync', attrs: {}, content: [collection] }],
  };
};

const answer = (...patches: proto.ISyncdPatch[]): BinaryNode => {
  const content = patches.map((patch) => ({
    tag: 'patch',
    attrs: {},
    content: proto.SyncdPatch.encode(patch).finish(),
  }));
  return within({ tag: 'patches', attrs: {}, content });
};

const macOf = ([mutation]: proto.ISyncdMutation[]): string =>
  Buffer.from(mutation?.record?.value?.blob?.slice(-32) ?? []).toString('base64');

describe('settings in an answer', () => {
  it('are opened in order, each with the mark that it has everywhere', async () => {
    const [one, other] = [await sealed(), await sealed(REMOVE)];
    const found = await mutationsIn(answer(one, other), keys);
    expect(found.map(({ index, removed }) => [index, removed])).toEqual([
      [ARCHIVE.index, false],
      [ARCHIVE.index, true],
    ]);
    expect(found[0]?.value.archiveChatAction?.archived).toBe(true);
    expect(found[0]?.mac).toBe(ownMutation(ARCHIVE.index, ARCHIVE.syncAction, one).mac);
    expect(found[0]?.mac).not.toBe(found[1]?.mac);
  });

  it('are fetched when they are too large for an answer', async () => {
    const mutations = (await sealed()).mutations ?? [];
    const reference = { directPath: '/blob', mediaKey: Buffer.alloc(32) };
    const asked: unknown[] = [];
    const serve = (bytes: Uint8Array) => async (blob: proto.IExternalBlobReference) => {
      asked.push(blob.directPath);
      return bytes;
    };
    const whole = proto.SyncdSnapshot.encode({ records: mutations.map(({ record }) => record ?? {}) }).finish();
    const snapshot = { tag: 'snapshot', attrs: {}, content: proto.ExternalBlobReference.encode(reference).finish() };
    const [one] = await mutationsIn(within(snapshot), keys, serve(whole));
    expect(one).toMatchObject({ index: ARCHIVE.index, removed: false, mac: macOf(mutations) });
    const large = answer({ externalMutations: reference });
    const [other] = await mutationsIn(large, keys, serve(proto.SyncdMutations.encode({ mutations }).finish()));
    expect(other).toEqual(one);
    expect(asked).toEqual(['/blob', '/blob']);
  });

  it('cannot be opened without their key', async () => {
    await expect(mutationsIn(answer(await sealed()), async () => undefined)).rejects.toMatchObject({
      data: { isMissingKey: true },
    });
  });

  it('give nothing where they are forged', async () => {
    const patch = await sealed();
    const blob = patch.mutations?.[0]?.record?.value?.blob;
    if (blob) blob[3] = (blob[3] ?? 0) ^ 1;
    expect(await mutationsIn(answer(patch, await sealed()), keys)).toHaveLength(1);
  });

  it('are what an answer is stored for', async () => {
    expect(carriesSettings(answer(await sealed()))).toBe(true);
    expect(carriesSettings(answer())).toBe(false);
    expect(carriesSettings({ tag: 'iq', attrs: {}, content: [{ tag: 'list', attrs: {} }] })).toBe(false);
    expect(carriesSettings(new Uint8Array([1]))).toBe(false);
    expect(carriesSettings(undefined)).toBe(false);
  });
});
