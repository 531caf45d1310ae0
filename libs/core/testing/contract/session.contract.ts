import { expect } from '@jest/globals';
import { canFollow, FEATURES, type FactOf } from '../../src/index.js';
import type { DisconnectCause } from '../disconnect-cause.js';
import { CALL_OF } from './calls.js';
import { EXPECTED_AFTER, type EngineUnderTest } from './harness.js';
import type { Stage } from './stage.js';
import { failsWith, sendIsRefused } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

const state = (engine: EngineUnderTest, wanted: string) =>
  engine.facts.next('session.state_changed', ({ data }) => data.state === wanted);

async function shownQr(engine: EngineUnderTest): Promise<string> {
  await engine.facts.next('session.pairing_changed', ({ data }) => data.kind === 'qr');
  const { pairing } = engine.engine.session;
  if (pairing.kind !== 'qr') throw new Error(`A QR was announced, and ${pairing.kind} is there`);
  return pairing.text;
}

/** The states told so far hang together: each begins where the last one ended, by a step that the table allows. */
function expectUnbrokenStates(engine: EngineUnderTest): void {
  let current = 'stopped';
  for (const { data } of engine.facts.of('session.state_changed')) {
    expect(data.previousState).toBe(current);
    if (data.state !== data.previousState) expect(canFollow(data.previousState, data.state)).toBe(true);
    current = data.state;
  }
  expect(engine.engine.session.state.state).toBe(current);
}

export function describeSession(suite: ContractSuite): void {
  suite.facet('session: linking', (facet) => {
    linkingByQr(facet);
    linkingByCode(facet);
    refusedLinks(facet);
  });
  suite.facet('session: connection', (facet) => {
    startAndStop(facet);
    disconnects(facet);
    presenceAfterwards(facet);
    storageTrouble(facet);
    restrictions(facet);
  });
  suite.facet('session: logging out', loggingOut);
}

function linkingByQr(facet: Facet): void {
  facet.behaviour('session.pairing.qr', 'a scanned QR links and connects', async (stage) => {
    const mine = await stage.newEngine();
    expect(mine.engine.session.state.state).toBe('stopped');
    await mine.engine.start();
    await state(mine, 'pairing');
    await mine.owner.link(await shownQr(mine));
    const { data } = await state(mine, 'connected');
    expect(data.account).toMatchObject({ id: mine.owner.jid, phone: mine.owner.phone });
    expect(mine.engine.session.account).toMatchObject({ id: mine.owner.jid, phone: mine.owner.phone });
    expect(mine.engine.session.pairing).toEqual({ kind: 'none' });
    expect(await mine.owner.linkedDevices()).toBe(1);
    expectUnbrokenStates(mine);
  });

  facet.behaviour('session.pairing.qr', 'the QR is replaced before it is too old', async (stage) => {
    const mine = await stage.newEngine();
    await mine.engine.start();
    const first = await shownQr(mine);
    await stage.harness.passTime(60_000);
    expect(await shownQr(mine)).not.toBe(first);
    await mine.engine.stop();
  });

  facet.behaviour('session.pairing.qr', 'the facts never hold the QR itself', async (stage) => {
    const mine = await stage.newEngine();
    await mine.engine.start();
    const qr = await shownQr(mine);
    const [told] = mine.facts.of('session.pairing_changed');
    expect(told?.data.expiresAt).toBeInstanceOf(Date);
    expect(JSON.stringify(mine.facts.all)).not.toContain(qr);
    await mine.engine.stop();
  });

  facet.behaviour('session.pairing.qr', 'when nobody scans, the session stops and says why', async (stage) => {
    const mine = await stage.newEngine();
    await mine.engine.start();
    await shownQr(mine);
    await stage.harness.passTime(10 * 60_000);
    expect((await state(mine, 'stopped')).data.reason).toBe('qr_expired');
    expect(mine.engine.session.pairing).toEqual({ kind: 'none' });
  });
}

function linkingByCode(facet: Facet): void {
  facet.behaviour('session.pairing.code', 'a typed code links and connects', async (stage) => {
    const mine = await stage.newEngine();
    await mine.engine.start();
    await shownQr(mine);
    const { code, expiresAt } = await mine.engine.session.requestCode(mine.owner.phone.slice(1));
    expect(code).toMatch(/^[0-9A-Z]{8}$/);
    expect(expiresAt).toBeInstanceOf(Date);
    await mine.facts.next('session.pairing_changed', ({ data }) => data.kind === 'code');
    await mine.owner.link(code);
    await state(mine, 'connected');
    expect(JSON.stringify(mine.facts.all)).not.toContain(code);
    expectUnbrokenStates(mine);
  });

  facet.behaviour('session.pairing.code', 'there is no code for a session that is linked', (stage) =>
    failsWith('conflict', stage.engine.session.requestCode('4915100000901')),
  );
}

function refusedLinks(facet: Facet): void {
  facet.behaviour('session.pairing.qr', 'a demanded passkey is a state of its own', async (stage) => {
    const mine = await stage.newEngine();
    await mine.engine.start();
    await stage.harness.demandPasskey(true);
    await mine.owner.link(await shownQr(mine));
    await state(mine, 'passkey_required');
    await stage.harness.demandPasskey(false);
    expect(mine.engine.session.pairing).toEqual({ kind: 'none' });
  });

  facet.behaviour('connection', 'an unreadable identity is never replaced by a new one', async (stage) => {
    const mine = await stage.newLinkedEngine();
    await mine.engine.stop();
    await mine.makeCredentialsUnreadable();
    await mine.restart();
    expect((await state(mine, 'failed')).data.reason).toBe('creds_unreadable');
    expect(mine.engine.session.pairing).toEqual({ kind: 'none' });
    expect(await mine.owner.linkedDevices()).toBe(1);
  });
}

function startAndStop(facet: Facet): void {
  facet.behaviour('connection', 'stopped and started again it is connected without linking anew', async (stage) => {
    const mine = await stage.newLinkedEngine();
    await mine.engine.stop();
    await mine.engine.stop();
    expect((await state(mine, 'stopped')).data.reason).toBe('requested');
    await mine.engine.start();
    await mine.engine.start();
    await state(mine, 'connected');
    expect(await mine.owner.linkedDevices()).toBe(1);
    expectUnbrokenStates(mine);
  });

  facet.behaviour('connection', 'a new engine on the same data takes the link up', async (stage) => {
    const mine = await stage.newLinkedEngine();
    mine.facts.clear();
    await mine.restart();
    await state(mine, 'connected');
    expect(mine.engine.session.account?.id).toBe(mine.owner.jid);
    expect(mine.facts.of('session.pairing_changed')).toEqual([]);
  });

  facet.behaviour('connection', 'what needs WhatsApp rejects with not_connected while there is none', async (stage) => {
    const mine = await stage.newLinkedEngine();
    await mine.engine.stop();
    for (const feature of FEATURES) {
      const call = CALL_OF[feature];
      if (!call || feature.startsWith('session.') || mine.engine.capabilities[feature].level === 'none') continue;
      await failsWith('not_connected', call(mine.engine));
    }
  });

  facet.behaviour('receiving', 'what came while it was away is told, late, in order and once', async (stage) => {
    const mine = await stage.newLinkedEngine();
    const contact = await stage.contact();
    await mine.engine.stop();
    const ids = [];
    for (const text of ['one', 'two', 'three']) ids.push(await contact.send(mine.owner.jid, { kind: 'text', text }));
    await mine.engine.start();
    for (const id of ids) await mine.facts.next('message.received', ({ data }) => data.message.key.id === id);
    const told = mine.facts.of('message.received');
    expect(told.map(({ data }) => data.message.key.id)).toEqual(ids);
    expect(told.every(({ late }) => late)).toBe(true);
  });
}

const CAUSES = Object.keys(EXPECTED_AFTER) as DisconnectCause[];

function disconnects(facet: Facet): void {
  for (const cause of CAUSES) {
    const { state: resting, reason, returns } = EXPECTED_AFTER[cause];
    facet.behaviour('connection', `cut off (${cause}) it becomes ${resting}`, async (stage) => {
      const mine = await stage.newLinkedEngine();
      mine.facts.clear();
      await mine.cut(cause, cause === 'temporary_ban' ? await inAnHour(stage, mine) : undefined);
      const { data } = await state(mine, resting);
      expect(data.reason).toBe(reason);
      if (cause === 'temporary_ban') expect(data.until).toBeInstanceOf(Date);
      await stage.harness.passTime(2 * 60 * 60_000);
      if (returns) await state(mine, 'connected');
      else expect(mine.engine.session.state.state).toBe(resting);
      expect(await mine.owner.linkedDevices()).toBe(cause === 'unlinked' ? 0 : 1);
    });
  }

  facet.behaviour('connection', 'an outage is waited out', async (stage) => {
    const mine = await stage.newLinkedEngine();
    mine.facts.clear();
    await stage.harness.outage(true);
    await mine.cut('lost');
    await state(mine, 'reconnecting');
    await stage.harness.passTime(60_000);
    expect(mine.engine.session.state.state).not.toBe('connected');
    await stage.harness.outage(false);
    await stage.harness.passTime(10 * 60_000);
    await state(mine, 'connected');
  });
}

/** Here, and not beside the other rows of presence: time passes for all that is connected. */
function presenceAfterwards(facet: Facet): void {
  facet.behaviour('presence.subscribe', 'and told also after the connection was lost', async (stage) => {
    const mine = await stage.newLinkedEngine();
    const contact = await stage.contact();
    const id = await contact.send(mine.owner.jid, { kind: 'text', text: 'Hello' });
    await mine.facts.next('message.received', ({ data }) => data.message.key.id === id);
    await mine.engine.presence.set('available');
    await mine.engine.presence.subscribe(contact.jid);
    mine.facts.clear();
    await mine.cut('lost');
    await state(mine, 'reconnecting');
    await stage.harness.passTime(10 * 60_000);
    await state(mine, 'connected');
    // Nobody confirms that it was asked again; what is asked after it is answered after it.
    await mine.engine.contacts.check([contact.jid]);
    await contact.follow(mine.owner.jid);
    await contact.seesPresence(mine.owner.jid, 'available');
    await contact.presence('available');
    const isMeant = ({ data }: FactOf<'presence.changed'>) =>
      data.participant.id === contact.jid && data.presence === 'available';
    await mine.facts.next('presence.changed', isMeant);
  });
}

/** An hour after the last thing the engine told, on whatever clock that was. */
async function inAnHour(stage: Stage, mine: EngineUnderTest): Promise<Date> {
  const contact = await stage.contact();
  const id = await contact.send(mine.owner.jid, { kind: 'text', text: 'What time is it?' });
  const { data } = await mine.facts.next('message.received', ({ data }) => data.message.key.id === id);
  return new Date(data.message.occurredAt.getTime() + 60 * 60_000);
}

function storageTrouble(facet: Facet): void {
  facet.behaviour('receiving', 'what could not be stored is told again, once', async (stage) => {
    const mine = await stage.newLinkedEngine();
    const contact = await stage.contact();
    await mine.failWrites(1);
    const id = await contact.send(mine.owner.jid, { kind: 'text', text: 'Keep this' });
    const { data } = await state(mine, 'reconnecting');
    expect(['disk_full', 'storage_error']).toContain(data.reason);
    await stage.harness.passTime(10 * 60_000);
    await mine.facts.next('message.received', ({ data }) => data.message.key.id === id);
    expect(mine.facts.of('message.received')).toHaveLength(1);
  });
}

function restrictions(facet: Facet): void {
  facet.behaviour('connection', 'refused new chats are told, and known chats go on', async (stage) => {
    const mine = await stage.newLinkedEngine();
    const [known, unknown] = [await stage.contact(), await stage.contact()];
    const id = await known.send(mine.owner.jid, { kind: 'text', text: 'Hello' });
    await mine.facts.next('message.received', ({ data }) => data.message.key.id === id);
    await mine.refuseNewChats(true);
    await sendIsRefused('account_limited', mine, unknown.jid, stage.harness.newMessageId());
    await mine.facts.next('session.restricted', ({ data }) => data.kind === 'new_chats');
    const messageId = stage.harness.newMessageId();
    await mine.engine.messages.send(known.jid, { kind: 'text', text: 'Hello' }, { messageId });
    await known.seesMessage(mine.owner.jid, messageId);
    expect(mine.engine.session.state.state).toBe('connected');
  });
}

function loggingOut(facet: Facet): void {
  facet.behaviour('session.logout', 'the link is gone on both sides, and the next start links anew', async (stage) => {
    const mine = await stage.newLinkedEngine();
    mine.facts.clear();
    await mine.engine.session.logout();
    await state(mine, 'logged_out');
    expect(await mine.owner.linkedDevices()).toBe(0);
    expect(mine.engine.session.account).toBeUndefined();
    await mine.engine.start();
    await mine.owner.link(await shownQr(mine));
    await state(mine, 'connected');
  });

  facet.behaviour('session.logout', 'a link that ends on the phone is not taken up again', async (stage) => {
    const mine = await stage.newLinkedEngine();
    mine.facts.clear();
    await mine.owner.unlinkDevices();
    expect((await state(mine, 'logged_out')).data.reason).toBe('unlinked');
    await mine.restart();
    await shownQr(mine);
    await mine.engine.stop();
  });
}
