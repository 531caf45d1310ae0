import { encodeSyncdPatch, newLTHashState, proto, type BinaryNode } from '@whiskeysockets/baileys';
import {
  ConflictError,
  DomainError,
  NotConnectedError,
  TimeoutError,
  UncertainError,
  type EngineContext,
  within,
} from '@columba/core';
import { toQueryError } from '../answers.js';
import type { BaileysOptions } from '../baileys.options.js';
import type { LinkedDevice } from '../connection/linked-device.js';
import type { SocketLife } from '../connection/socket-life.js';
import { childOf } from '../journal/stanza.js';
import type { BaileysSession } from '../session.js';
import { ownMutation } from './mutations.js';
import type { Patch } from './patches.js';
import { settingFacts } from './setting.facts.js';

/** How often another device may be faster than we are. */
const MOST_TRIES = 4;
const CONFLICT = '409';
/** After linking, the phone shares its key within seconds. */
const KEY_SECONDS = 5;

/** A patch on its way. */
interface Sending {
  patch: Patch;
  life: SocketLife;
  device: LinkedDevice;
  keyId: string;
  /** Something may have reached WhatsApp. */
  left: boolean;
  /** Whoever asked was told that it did not happen; what has not left by then must not. */
  givenUp: boolean;
}

/**
 * Sets something for all devices of the account. The library can do it, too, but takes a refusal and a missing answer
 * for consent, and then counts on with a state that nobody else has.
 */
export class SettingsDesk {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
  ) {}

  /**
   * Resolves when WhatsApp has taken it; the facts are stored then.
   * @throws DomainError `not_connected`, `unavailable` before the phone has shared its key, `timeout` when nothing has
   * left, `uncertain` when it may have, `conflict` when other devices were always faster, `rejected`.
   */
  async set(patch: Patch): Promise<void> {
    const { life, device } = this.session.connected();
    const keyId = device.identity.creds.myAppStateKeyId;
    if (!keyId)
      throw new DomainError('unavailable', 'The phone has not shared the key of its settings yet', {
        retryAfterSeconds: KEY_SECONDS,
      });
    const sending: Sending = { patch, life, device, keyId, left: false, givenUp: false };
    const { clock } = this.context;
    try {
      await within(clock, this.options.queryTimeoutMs, this.tryAll(sending));
    } catch (error) {
      sending.givenUp = true;
      throw toSettingError(error, sending.left);
    }
  }

  private async tryAll(sending: Sending): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) if (await this.attempt(sending)) return;
    throw new ConflictError('Another device of this account changed its settings at the same time');
  }

  /** @returns false when another device was faster; what it has set is then known at the next attempt. */
  private async attempt(sending: Sending): Promise<boolean> {
    const { patch, life, device, keyId } = sending;
    const { socket } = life;
    const { keys } = socket.authState;
    const { type } = patch;
    const conflict = new Error('Another device was faster');
    const work = () =>
      keys.transaction(async () => {
        assertWanted(sending);
        await socket.resyncAppState([type], false);
        const stored = (await keys.get('app-state-sync-version', [type]))[type];
        const syncAction = { ...patch.syncAction, timestamp: this.context.clock.now().getTime() };
        const { SET: operation } = proto.SyncdMutation.SyncdOperation;
        const made = await encodeSyncdPatch(
          { ...patch, syncAction, operation },
          keyId,
          stored ?? newLTHashState(),
          (id) => device.settings.key(id),
        );
        assertWanted(sending);
        sending.left = true;
        const refusal = refusalIn((await socket.query(question(type, made))) as BinaryNode | undefined);
        if (refusal === CONFLICT) sending.left = false;
        // A failed transaction also forgets what was fetched in it; it is fetched again.
        if (refusal === CONFLICT) throw conflict;
        if (refusal !== undefined) throw refused(refusal);
        await this.tell(ownMutation(patch.index, syncAction, made.patch), device);
        await keys.set({ 'app-state-sync-version': { [type]: made.state } });
      }, device.me.id);
    try {
      await socket.appStatePatchMutex.mutex(work);
      return true;
    } catch (error) {
      if (error === conflict) return false;
      throw error;
    }
  }

  /** Before the new state is stored: without its facts it would never be told. */
  private async tell(mutation: Parameters<typeof settingFacts>[0], { me, book, labels }: LinkedDevice): Promise<void> {
    const now = this.context.clock.now();
    this.context.emit(...(await settingFacts(mutation, { me, book, labels, now, late: false })));
  }
}

/** It may have waited behind others for longer than anybody waits for it. */
function assertWanted({ givenUp }: Sending): void {
  if (givenUp) throw new TimeoutError('It was given up before it could be sent');
}

function question(name: string, { patch, state }: Awaited<ReturnType<typeof encodeSyncdPatch>>): BinaryNode {
  const content = [{ tag: 'patch', attrs: {}, content: proto.SyncdPatch.encode(patch).finish() }];
  const attrs = { name, version: String(state.version - 1), return_snapshot: 'false' };
  return {
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'w:sync:app:state' },
    content: [{ tag: 'sync', attrs: {}, content: [{ tag: 'collection', attrs, content }] }],
  };
}

/** WhatsApp's code when it did not take the patch. @throws UncertainError when there is no answer. */
function refusalIn(answer: BinaryNode | undefined): string | undefined {
  if (!answer) throw unanswered();
  const sync = childOf(answer, 'sync');
  const collection = sync && childOf(sync, 'collection');
  if (!collection || collection.attrs.type !== 'error') return undefined;
  return childOf(collection, 'error')?.attrs.code ?? '';
}

const refused = (code: string): DomainError =>
  new DomainError('rejected', 'WhatsApp does not accept this', code ? { whatsappCode: Number(code) } : {});

const unanswered = (cause?: unknown) =>
  new UncertainError('WhatsApp did not answer in time; it may have been done', { cause });

function toSettingError(error: unknown, left: boolean): DomainError {
  const failure = toQueryError(error);
  const broken = failure instanceof TimeoutError || failure instanceof NotConnectedError;
  return left && broken ? unanswered(failure) : failure;
}
