import { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../../world/clock.js';
import type { DoorContext } from '../context.js';
import { bytesOf, child, children, result, stanza, type Stanza, type DoorEnvelope } from '../stanza.js';
import type { Caller, IqHandler, IqTable } from './handler.js';

const sync: IqHandler = (context, caller, request, body) => {
  const answers = children(body, 'collection').map((collection) =>
    child(collection, 'patch') ? accept(context, caller, collection) : serve(context, caller, collection),
  );
  return result(request, [stanza('sync', {}, answers)]);
};

function serve({ appStates }: DoorContext, { account }: Caller, { attrs }: Stanza): Stanza {
  const name = attrs.name ?? '';
  // A snapshot is asked for when the client has nothing: it gets every patch instead.
  const from = attrs.return_snapshot === 'true' ? 0 : Number(attrs.version ?? 0);
  const patches = appStates.since(account, name, from).map((patch) => stanza('patch', {}, patch));
  const head = { name, version: appStates.version(account, name), has_more_patches: 'false' };
  return stanza('collection', head, patches.length > 0 ? [stanza('patches', {}, patches)] : undefined);
}

/** A patch counts only on top of the newest version; the account's other devices are told. */
function accept(context: DoorContext, caller: Caller, collection: Stanza): Stanza {
  const { appStates, world } = context;
  const name = collection.attrs.name ?? '';
  if (Number(collection.attrs.version ?? 0) !== appStates.version(caller.account, name))
    return stanza('collection', { name, type: 'error' }, [stanza('error', { code: '409', text: 'conflict' })]);
  const patch = proto.SyncdPatch.decode(bytesOf(child(collection, 'patch')));
  const version = appStates.append(caller.account, name, patch, world.clock.now());
  for (const { id, kind } of world.directory.devicesOf(caller.account))
    if (kind === 'noise' && id !== caller.companion.id) notify(context, caller.account, id, name, version);
  return stanza('collection', { name, version });
}

function notify({ world, jids }: DoorContext, account: string, device: string, name: string, version: number): void {
  const t = seconds(world.clock);
  const attrs = { from: jids.of(account, 'pn'), type: 'server_sync', id: `SYNC${name}${version}`, t };
  const envelope: DoorEnvelope = {
    stanza: stanza('notification', attrs, [stanza('collection', { name, version })]),
  };
  world.deliveries.enqueue(device, { kind: 'door', label: 'sync', envelope });
}

export const appStateTable: IqTable = { 'w:sync:app:state set sync': sync };
