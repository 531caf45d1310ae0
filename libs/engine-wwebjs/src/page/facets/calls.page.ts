import type { Emitter, PagePerson, PageScope, Wid } from '../page-scope.js';

export interface CallsOperations {
  /** @throws a refusal `not_found` when no such call of this person rings */
  'calls.reject': (input: { id: string; from: string[] }) => PagePerson;
}

export interface CallEntry {
  id: string;
  from: PagePerson;
  video: boolean;
  group: boolean;
  t: number;
}

export interface CallEndEntry {
  id: string;
  from: PagePerson;
  /** The page's word. */
  state: string;
}

export interface CallsEntries {
  call: CallEntry;
  callEnd: CallEndEntry;
}

interface CallModel {
  id: string;
  peerJid: Wid;
  isVideo?: boolean;
  isGroup?: boolean;
  outgoing?: boolean;
  offerTime?: number;
  getState?(): string;
}

/** Calls that ring; they can be declined, a page never talks. Runs in the page. */
export function installCalls(): void {
  const scope = globalThis as unknown as PageScope;
  const { columba: kit } = scope;
  const { module, refuse, tell } = kit;
  const ringing = new Map<string, CallModel>();

  const offered = (call: CallModel) => {
    if (call.outgoing || ringing.has(call.id)) return;
    ringing.set(call.id, call);
    const { id, peerJid, isVideo = false, isGroup = false, offerTime } = call;
    const t = offerTime ?? Math.floor(Date.now() / 1000);
    tell('call', { id, from: kit.person(peerJid), video: isVideo, group: isGroup, t } satisfies CallEntry);
  };

  const ended = (call: CallModel) => {
    if (!ringing.delete(call.id)) return;
    const state = call.getState?.() ?? 'NOT_ANSWERED';
    tell('callEnd', { id: call.id, from: kit.person(call.peerJid), state } satisfies CallEndEntry);
  };

  kit.whenLoaded(() => {
    const calls = module<Emitter & { default?: Emitter }>('WAWebCallCollection');
    const collection = typeof calls.on === 'function' ? calls : calls.default;
    collection?.on('add', offered);
    collection?.on('remove', ended);
  });

  const reject = async ({ id, from }: { id: string; from: string[] }): Promise<PagePerson> => {
    const call = ringing.get(id);
    const caller = call && kit.person(call.peerJid);
    const named = caller && [caller.wid, caller.phone, caller.lid].some((one) => one && from.includes(one));
    if (!call || !caller || !named) throw refuse('not_found', 'No such call of this person rings');
    if (!scope.WWebJS) throw refuse('not_connected', 'The page is not ready');
    await scope.WWebJS.rejectCall(call.peerJid.toString(), id);
    ringing.delete(id);
    return caller;
  };

  Object.assign(kit.operations, { 'calls.reject': reject } satisfies Record<keyof CallsOperations, unknown>);
}
