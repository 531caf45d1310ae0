import type { DoorContext } from '../context.js';
import { PatchConflict } from '../phone/app-state.js';
import { toChange } from '../phone/own-patches.js';
import { namesOf, tellDevices } from '../phone/own-sync.js';
import { bytesOf, child, children, result, stanza, type Stanza } from '../stanza.js';
import type { Caller, IqHandler, IqTable } from './handler.js';

const sync: IqHandler = async (context, caller, request, body) => {
  const answers: Stanza[] = [];
  for (const collection of children(body, 'collection'))
    answers.push(
      child(collection, 'patch') ? await accept(context, caller, collection) : serve(context, caller, collection),
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

/** A patch counts only on top of the newest version; the phone shows what it says, and the other devices are told. */
async function accept(context: DoorContext, caller: Caller, collection: Stanza): Promise<Stanza> {
  const { appStates, world, stats } = context;
  const { account, companion } = caller;
  const { name = '', version: base = '0' } = collection.attrs;
  const bytes = bytesOf(child(collection, 'patch'));
  try {
    const { version, mutations } = await appStates.accept(account, name, Number(base), bytes, world.clock.now());
    const names = namesOf(context, account);
    for (const { index, value } of mutations) {
      const change = toChange(index, value, names);
      if (change) world.own.apply(companion.id, change);
    }
    tellDevices(context, companion.id, name, version);
    return stanza('collection', { name, version });
  } catch (error) {
    if (error instanceof PatchConflict) return refusal(name, '409', 'conflict');
    stats.error(`patch of ${companion.id}`, error);
    return refusal(name, '400', 'bad-request');
  }
}

const refusal = (name: string, code: string, text: string): Stanza =>
  stanza('collection', { name, type: 'error' }, [stanza('error', { code, text })]);

export const appStateTable: IqTable = { 'w:sync:app:state set sync': sync };
