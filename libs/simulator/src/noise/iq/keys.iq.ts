import { PHONE, accountOf, indexOf, type DeviceId } from '../../world/ids.js';
import { seconds } from '../../world/clock.js';
import type { DoorContext } from '../context.js';
import { takeBundle } from '../phone/take-bundle.js';
import { KEY_TYPE, bundleNodes, readSignedPreKey, signedPreKeyNode, type PreKeyBundle } from '../phone/bundle.js';
import { bytesOf, child, children, errorResult, result, stanza, toUint, uint, type Stanza } from '../stanza.js';
import type { IqHandler, IqTable } from './handler.js';
import { bootstrapped } from './gate.js';

const count: IqHandler = (_context, { companion }, request) =>
  result(request, [stanza('count', { value: companion.preKeys.size })]);

const upload: IqHandler = (_context, { companion }, request) => {
  companion.registration = bytesOf(child(request, 'registration'));
  companion.identity = bytesOf(child(request, 'identity'));
  companion.signedPreKey = readSignedPreKey(child(request, 'skey'));
  for (const key of children(child(request, 'list'), 'key'))
    companion.preKeys.set(toUint(bytesOf(child(key, 'id'))), bytesOf(child(key, 'value')));
  companion.warned = false;
  return result(request);
};

const rotate: IqHandler = (_context, { companion }, request, body) => {
  companion.signedPreKey = readSignedPreKey(child(body, 'skey'));
  return result(request);
};

/**
 * The client opens once this is answered. The answer waits for the phone's first messages to be confirmed: an
 * application that sends at once would otherwise race with them on the same Signal session and could lose them.
 */
const digest: IqHandler = async (context, { companion }, request) => {
  await bootstrapped(context, companion.id);
  if (companion.preKeys.size === 0) return errorResult(request, '404', 'item-not-found');
  const ids = [...companion.preKeys.keys()].slice(0, 5).map((id) => stanza('id', {}, uint(id, 3)));
  return result(request, [
    stanza('digest', {}, [
      stanza('registration', {}, companion.registration),
      stanza('type', {}, KEY_TYPE),
      stanza('identity', {}, companion.identity),
      signedPreKeyNode(companion.signedPreKey),
      stanza('list', {}, ids),
    ]),
  ]);
};

const bundles: IqHandler = async (context, _caller, request, body) => {
  const users: Stanza[] = [];
  for (const user of children(body, 'user')) {
    const jid = user.attrs.jid ?? '';
    const bundle = await bundleOf(context, context.jids.device(jid));
    users.push(
      bundle
        ? stanza('user', { jid, t: seconds(context.world.clock) }, bundleNodes(bundle))
        : stanza('user', { jid }, [stanza('error', { code: '404', text: 'not-found' })]),
    );
  }
  return result(request, [stanza('list', {}, users)]);
};

async function bundleOf(context: DoorContext, device: DeviceId | undefined): Promise<PreKeyBundle | undefined> {
  if (device === undefined || !context.world.directory.device(device)) return undefined;
  if (indexOf(device) === PHONE) return context.phones.of(accountOf(device)).bundle();
  return takeBundle(context, device);
}

export const keyTable: IqTable = {
  'encrypt get count': count,
  'encrypt get digest': digest,
  'encrypt get key': bundles,
  'encrypt set rotate': rotate,
  'encrypt set *': upload,
};
