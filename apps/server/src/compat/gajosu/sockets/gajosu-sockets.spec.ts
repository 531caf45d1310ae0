import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FakePerson } from '@columba/core/testing';
import { io, type Socket } from 'socket.io-client';
import { digestOf } from '../../../auth/key-ring.js';
import { InProcessServer, TOKEN } from '../../../../../../test/support/in-process-server.js';
import { readQr } from '../../../../../../test/support/qr.js';

let server: InProcessServer;
const viewers: Socket[] = [];
beforeEach(async () => {
  server = await InProcessServer.start();
});
afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.disconnect();
  await server.stop();
});

/** Everything that a viewer hears, in order; `heard` waits for a message of this name. */
class Viewer {
  private readonly all: { name: string; payload: unknown }[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(readonly socket: Socket) {
    viewers.push(socket);
    socket.onAny((name: string, payload: unknown) => {
      this.all.push({ name, payload });
      for (const look of this.waiting) look();
    });
  }

  get names(): string[] {
    return this.all.map(({ name }) => name);
  }

  heard(name: string, where: (payload: never) => boolean = () => true): Promise<unknown> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.all.find((one) => one.name === name && where(one.payload as never));
        if (!found) return;
        this.waiting.delete(look);
        resolve(found.payload);
      };
      this.waiting.add(look);
      look();
    });
  }
}

async function view(options: Parameters<typeof io>[1] = { auth: { token: TOKEN } }): Promise<Viewer> {
  return new Viewer(io(await server.app.getUrl(), { transports: ['websocket'], reconnection: false, ...options }));
}

const keyed = (key: string) =>
  server.storage.apiKeys.create({ name: key, scopes: ['read'], hash: digestOf(key).toString('hex') });

/** Why somebody is not let in. */
async function refusal(options: Parameters<typeof io>[1]): Promise<string> {
  const { socket } = await view(options);
  return new Promise((resolve, reject) => {
    socket.once('connect_error', ({ message }) => resolve(message));
    socket.once('connect', () => reject(new Error('it was let in')));
  });
}

describe('a viewer', () => {
  it('needs the token, in a header or in the handshake', async () => {
    expect(await refusal({})).toBe('Unauthorized');
    expect(await refusal({ auth: { token: `${TOKEN}x` } })).toBe('Unauthorized');
    expect(await refusal({ extraHeaders: { Origin: 'https://evil.example' }, auth: { token: TOKEN } })).not.toBe('');
    await (await view({ extraHeaders: { 'X-Auth-Token': TOKEN } })).heard('state.change');
    await (await view({ extraHeaders: { Authorization: `Bearer ${TOKEN}` } })).heard('state.change');
    await (await view({ transports: ['polling'], extraHeaders: { 'X-Api-Key': TOKEN } })).heard('state.change');
  });

  it('needs none where the owner has said so', async () => {
    server = await server.restart({ env: { GAJOSU_API_AUTH: 'none' } });
    expect(await (await view({})).heard('state.change')).toEqual({ state: 'INITIALIZING' });
  });

  it('who may only read sees no QR, and nobody does without a key', async () => {
    server = await server.restart({ env: { GAJOSU_API_AUTH: 'none' } });
    await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
    keyed('reader');
    const strangers = [await view({}), await view({ auth: { token: 'reader' } })];
    const owner = await view();
    for (const viewer of [...strangers, owner]) await viewer.heard('state.change');
    const { body } = await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    await owner.heard('qr_code');
    await server.world.person().link((body as { text: string }).text);
    for (const viewer of strangers) {
      await viewer.heard('authenticated');
      expect(viewer.names).not.toContain('qr_code');
    }
  });

  it('is sent away when the key is revoked, before anything more is told', async () => {
    const owner = await server.linked();
    const { id } = keyed('reader');
    const viewer = await view({ auth: { token: 'reader' } });
    await viewer.heard('authenticated');
    const gone = new Promise((resolve) => viewer.socket.once('disconnect', resolve));
    server.storage.apiKeys.delete(id);
    await server.world.person().send(owner.jid, { kind: 'text', text: 'secret' });
    await gone;
    expect(viewer.names).not.toContain('message');
  });

  it('who comes late sees the QR and how things stand', async () => {
    await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
    const early = await view();
    await early.heard('state.change');
    const { body } = await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    const late = await view();
    for (const viewer of [early, late]) {
      const { data } = (await viewer.heard('qr_code')) as { data: string };
      const picture = Buffer.from(data.replace(/^data:image\/png;base64,/, ''), 'base64');
      expect(readQr(picture)).toBe((body as { text: string }).text);
    }
    const owner = server.world.person();
    await owner.link((body as { text: string }).text);
    await early.heard('authenticated');
    await early.heard('state.change', ({ state }: { state: string }) => state === 'CONNECTED');
    const latest = await view();
    await latest.heard('authenticated');
    await server.as().post('/v1/sessions/home/stop').expect(200);
    expect(await latest.heard('disconnected')).toEqual({ state: 'UNLAUNCHED' });
  });

  it('hears what happens', async () => {
    const owner = await server.linked();
    const friend: FakePerson = server.world.person();
    const viewer = await view();
    await viewer.heard('authenticated');
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hello' });
    const message = { body: 'hello', fromMe: false, _data: { body: 'hello' } };
    expect(await viewer.heard('message')).toMatchObject(message);
    expect(await viewer.heard('message.create')).toMatchObject(message);
    await friend.react(owner.jid, id, '👍');
    expect(await viewer.heard('message.reaction')).toMatchObject({ reaction: '👍', msgId: { id } });
    await friend.revoke(owner.jid, id);
    expect(await viewer.heard('message.revoke_for_everyone')).toMatchObject({ message: { type: 'revoked' } });
    const chat = friend.phone.slice(1);
    await server.as().post(`/api/chats/${chat}/messages`).send({ msg: 'mine' }).expect(200);
    await viewer.heard('message.create', ({ fromMe }: { fromMe: boolean }) => fromMe);
    expect(await viewer.heard('message.ack', ({ ack }: { ack: number }) => ack === 2)).toMatchObject({
      message: { body: 'mine', ack: 2 },
    });
    const { group } = await friend.groups.create('Club', [owner.jid]);
    expect(await viewer.heard('group.join')).toMatchObject({ notification: { chatId: group.id, type: 'add' } });
    await friend.groups.update(group.id, { subject: 'Team' });
    expect(await viewer.heard('group.update')).toMatchObject({ notification: { type: 'subject', body: 'Team' } });
    await friend.groups.changeParticipants(group.id, 'remove', [owner.jid]);
    expect(await viewer.heard('group.leave')).toMatchObject({ notification: { type: 'remove' } });
    await friend.call(owner.jid);
    expect(await viewer.heard('call')).toMatchObject({ call: { isVideo: false, participants: {} } });
  });
});
