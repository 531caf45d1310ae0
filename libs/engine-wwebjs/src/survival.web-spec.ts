import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phoneJid, type MessageId } from '@columba/core';
import { ANN, webSessions, type SimulatedSession } from '../testing/simulated.js';

const sessions = webSessions();

/** Main processes of browsers with the profile of this session. */
async function browsersOf({ directory }: SimulatedSession): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parts = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0');
    const mine = parts.some((part) => part.startsWith('--user-data-dir=') && part.includes(directory));
    if (mine && !parts.some((part) => part.startsWith('--type='))) found.push(Number(name));
  }
  return found;
}

describe('a browser that fails', () => {
  it('comes back when it was killed, and what came meanwhile is told', async () => {
    const session = await (await sessions.session()).open();
    const [browser = 0] = await browsersOf(session);
    process.kill(browser, 'SIGKILL');
    expect((await session.state('reconnecting')).reason).toBe('connection_lost');
    const { id } = await sessions.sim.send({
      from: ANN,
      to: session.number,
      content: { kind: 'text', text: 'Hello?' },
    });
    await session.state('connected');
    expect((await session.received(id)).late).toBe(true);
    expect((await session.receive(ANN, 'There you are')).late).toBe(false);
    await session.engine.stop();
    expect(await browsersOf(session)).toEqual([]);
  });

  it('comes back when its renderer crashed', async () => {
    const session = await (await sessions.session()).open();
    await sessions.sim.web.crash({ device: session.number });
    await session.state('reconnecting');
    await session.state('connected');
    await session.receive(ANN, 'Still there?');
  });

  it('goes on when its page was loaded anew, and tells nothing twice', async () => {
    const session = await (await sessions.session()).open();
    const before = await session.receive(ANN, 'Before');
    session.context.facts.clear();
    await sessions.sim.web.reload({ device: session.number });
    expect(await session.state('connecting')).toMatchObject({ reason: 'restart_required' });
    await session.state('connected');
    await session.receive(ANN, 'After');
    const told = session.context.facts.of('message.received').map(({ data }) => data.message.key.id);
    expect(told).not.toContain(before.data.message.key.id);
  });

  it('is swept for what lies only in its database', async () => {
    const session = await (await sessions.session()).open();
    await sessions.sim.web.settings({ recentMessages: 1 });
    session.context.failWrites(1000);
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three'])
      ids.push((await sessions.sim.send({ from: ANN, to: session.number, content: { kind: 'text', text } })).id);
    await sessions.sim.react({ from: ANN, to: session.number, target: { sender: ANN, id: ids[0] ?? '' }, emoji: '👍' });
    await sessions.sim.await({ event: 'delivery.delivered', match: { key: { id: ids[2] } }, timeoutMs: 10_000 });
    const [browser = 0] = await browsersOf(session);
    process.kill(browser, 'SIGKILL');
    session.context.failWrites(0);
    // The first was on its way already, and was only waiting for the storage.
    const [, second, third] = [
      await session.received(ids[0] ?? ''),
      ...(await Promise.all(ids.slice(1).map((id) => session.received(id)))),
    ];
    expect([second?.late, third?.late]).toEqual([true, true]);
    await session.context.nextFact('message.reacted', ({ data }) => data.messageId === ids[0]);
    expect(session.context.facts.of('message.received').map(({ data }) => data.message.key.id)).toEqual(ids);
  });

  it('tells afterwards who took a message back while nobody was there', async () => {
    const session = await (await sessions.session()).open();
    const { sim } = sessions;
    const writer = '4915200000002';
    await sim.contact.add({ pn: writer, name: 'Bea' });
    const { id } = await sim.group.create({ by: ANN, subject: 'Street', who: [session.number, writer] });
    const to = `${id}@g.us`;
    const key = await sim.send({ from: writer, to, content: { kind: 'text', text: 'Spam' } });
    await session.received(key.id);
    await session.engine.stop();
    await sim.revoke({ from: ANN, to, target: { sender: writer, id: key.id } });
    await session.engine.start();
    const { data } = await session.context.nextFact('message.revoked', (made) => made.data.messageId === key.id);
    expect(data).toMatchObject({ by: { id: phoneJid(ANN) }, scope: 'everyone' });
  });

  it('is given up when it says nothing any more', async () => {
    const session = await (await sessions.session({ heartbeatMs: 500, probeTimeoutMs: 500 })).open();
    const [browser = 0] = await browsersOf(session);
    process.kill(browser, 'SIGSTOP');
    expect((await session.state('reconnecting')).reason).toBe('silent');
    await session.state('connected');
    expect(await browsersOf(session)).not.toContain(browser);
  });

  it('is not connected while its page opens its connection again', async () => {
    const session = await (await sessions.session({ reconnectTimeoutMs: 500 })).open();
    await sessions.sim.web.state({ device: session.number, state: 'OPENING' });
    expect((await session.state('reconnecting')).reason).toBe('connection_lost');
    await session.state('connected');
    await session.receive(ANN, 'Here again?');
  });

  it('is waited for while a call to it hangs, and no longer than that', async () => {
    const session = await (await sessions.session({ queryTimeoutMs: 1000 })).open();
    await session.receive(ANN, 'Hello');
    await sessions.sim.connection.silence({ device: session.number });
    const sending = session.engine.messages.send(
      phoneJid(ANN),
      { kind: 'text', text: 'Anybody?' },
      { messageId: '3EB0AAAAAAAAAAAAAAAAAA' as MessageId },
    );
    await expect(sending).rejects.toMatchObject({ code: 'uncertain' });
  });

  it('hands in the next message while one is not answered', async () => {
    const session = await (await sessions.session({ queryTimeoutMs: 10_000 })).open();
    const send = (id: string) =>
      session.engine.messages.send(phoneJid(ANN), { kind: 'text', text: id }, { messageId: id as MessageId });
    await send('3EB0DDDDDDDDDDDDDDDDDD');
    const [match, action] = [{ tag: 'send' }, { type: 'drop' as const }];
    await sessions.sim.fault.add({ device: session.number, direction: 'in', match, action, times: 1 });
    const ended: string[] = [];
    const lost = send('3EB0EEEEEEEEEEEEEEEEEE').catch(({ code }: { code: string }) => void ended.push(code));
    const next = send('3EB0FFFFFFFFFFFFFFFFFF').then(() => void ended.push('sent'));
    await Promise.all([lost, next]);
    expect(ended).toEqual(['sent', 'uncertain']);
  });

  it('hands in a message while a reaction is not answered', async () => {
    const session = await (await sessions.session({ queryTimeoutMs: 10_000 })).open();
    const { data } = await session.receive(ANN, 'Hello');
    const [match, action] = [{ tag: 'change' }, { type: 'drop' as const }];
    await sessions.sim.fault.add({ device: session.number, direction: 'in', match, action, times: 1 });
    const ended: string[] = [];
    const lost = session.engine.messages
      .react(data.message.key, '👍', '3EB0EEEEEEEEEEEEEEEEE1' as MessageId)
      .catch(({ code }: { code: string }) => void ended.push(code));
    const messageId = '3EB0FFFFFFFFFFFFFFFFF1' as MessageId;
    const next = session.engine.messages
      .send(phoneJid(ANN), { kind: 'text', text: 'Here' }, { messageId })
      .then(({ key }) => void ended.push(key.id));
    await Promise.all([lost, next]);
    expect(ended).toEqual([messageId, 'uncertain']);
  });
});

describe('a start that is disturbed', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));

  it('comes to its end all the same, wherever the browser is killed', async () => {
    const session = await (await sessions.session()).open();
    for (let spot = 0; spot < 6; spot += 1) {
      await session.engine.stop();
      await session.engine.start();
      const [browser = 0] = await untilThereIsOne(session);
      await new Promise((resolve) => setTimeout(resolve, spot * 120));
      process.kill(browser, 'SIGKILL');
      const { id } = await sessions.sim.send({
        from: ANN,
        to: session.number,
        content: { kind: 'text', text: 'Hello' },
      });
      await session.received(id);
    }
    expect(unhandled).toEqual([]);
  });

  it('is stopped at any time, and leaves no browser behind', async () => {
    const session = await (await sessions.session()).open();
    for (let spot = 0; spot < 6; spot += 1) {
      await session.engine.stop();
      await session.engine.start();
      await new Promise((resolve) => setTimeout(resolve, spot * 160));
      await session.engine.stop();
      expect(await browsersOf(session)).toEqual([]);
      expect(session.engine.session.state.state).toBe('stopped');
    }
    await session.engine.start();
    await session.receive(ANN, 'Hello');
    expect(unhandled).toEqual([]);
  });
});

describe('what an earlier run has left', () => {
  it('is a browser without a parent: it is ended, and the profile taken over', async () => {
    const session = await (await sessions.session()).open();
    await session.engine.stop();
    const profile = join(session.directory, 'browser-profile');
    // Given to init, as the browser of a killed process is.
    const command = `setsid chromium --headless --no-sandbox --disable-gpu --user-data-dir=${profile} about:blank & echo started`;
    const shell = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    await new Promise((resolve) => shell.stdout.once('data', resolve));
    shell.stdout.destroy();
    const [orphan] = await untilThereIsOne(session);
    session.again();
    await session.engine.start();
    await session.state('connected');
    expect(await browsersOf(session)).not.toContain(orphan);
  });

  it('is a lock that names another host: it is taken away', async () => {
    const session = await (await sessions.session()).open();
    await session.engine.stop();
    await writeFile(join(session.directory, 'browser-profile', 'SingletonLock'), 'another-host-4711');
    session.again();
    await session.engine.start();
    await session.state('connected');
  });
});

async function untilThereIsOne(session: SimulatedSession): Promise<number[]> {
  for (;;) {
    const found = await browsersOf(session);
    if (found.length > 0) return found;
  }
}

describe('a page that misbehaves', () => {
  it('is told to the library when it had synced before the library listened', async () => {
    await sessions.sim.web.settings({ synced: 'at once' });
    const session = await (await sessions.session()).open();
    await session.engine.stop();
    session.again();
    await session.engine.start();
    await session.state('connected');
    await session.receive(ANN, 'Hello');
  });

  it('is begun anew when it never opens', async () => {
    const session = await (await sessions.session({ connectTimeoutMs: 3000 })).open();
    await session.engine.stop();
    await sessions.sim.web.settings({ stuckOpening: true });
    session.again();
    await session.engine.start();
    expect((await session.state('reconnecting')).reason).toBe('silent');
    await sessions.sim.web.resetSettings();
    await session.state('connected');
  });

  it('stops when it has shown all of its QRs', async () => {
    const session = await sessions.session();
    await session.engine.start();
    await session.context.nextFact('session.pairing_changed', ({ data }) => data.kind === 'qr');
    for (let refs = 0; refs < 7; refs += 1) await sessions.sim.clock.advance({ ms: 20_000 });
    expect((await session.state('stopped')).reason).toBe('qr_expired');
    expect(session.engine.session.pairing).toEqual({ kind: 'none' });
  });

  it('works with keys whose text has another name', async () => {
    await sessions.sim.web.settings({ keyProperty: '$1' });
    const session = await (await sessions.session()).open();
    const { data } = await session.receive(ANN, 'Hello');
    const messageId = '3EB0BBBBBBBBBBBBBBBBBB' as MessageId;
    const quoted = data.message.key;
    await session.engine.messages.send(phoneJid(ANN), { kind: 'text', text: 'Hi' }, { messageId, quoted });
    await session.context.nextFact('message.sent', (made) => made.data.message.key.id === messageId);
    await session.engine.messages.react(quoted, '👍', '3EB0CCCCCCCCCCCCCCCCCC' as MessageId);
    await session.context.nextFact('message.reacted', (made) => made.data.emoji === '👍');
  });
});
