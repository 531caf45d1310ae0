import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import sharp from 'sharp';
import { InProcessServer } from '../../../../../test/support/in-process-server.js';
import { wav } from '../../../../../test/support/media-samples.js';
import { StandInHomeAssistant } from '../../../../../test/support/stand-in-home-assistant.js';
import {
  StandInSupervisor,
  SUPERVISOR_TOKEN,
} from '../../../../../test/support/stand-in-supervisor/stand-in-supervisor.js';

let homeAssistant: StandInHomeAssistant;
let supervisor: StandInSupervisor;
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let folder: string;
let png: Buffer;

async function start(env: Record<string, string> = {}): Promise<void> {
  server = await InProcessServer.start({
    env: {
      HA_BASE_URL: supervisor.coreUrl,
      SUPERVISOR_TOKEN,
      HA_FILE_ROOTS: `${join(folder, 'media')},${join(folder, 'share')}`,
      ...env,
    },
  });
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  await homeAssistant.until(({ requests }) => requests.filter(({ path }) => path === 'subscribe_events').length >= 3);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'columba-ha-'));
  for (const name of ['media', 'share', 'elsewhere']) mkdirSync(join(folder, name));
  png = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#0a0' } })
    .png()
    .toBuffer();
  homeAssistant = await StandInHomeAssistant.create();
  await homeAssistant.become('running');
  supervisor = await StandInSupervisor.start(homeAssistant);
});
afterEach(async () => {
  await server.stop();
  await supervisor.stop();
  await homeAssistant.close();
  rmSync(folder, { recursive: true });
});

const results = () => homeAssistant.fired.filter(({ name }) => name === 'whatsapp_message_result');
let asked = 0;
async function command(data: { request_id?: string; [field: string]: unknown }): Promise<Record<string, unknown>> {
  const { request_id = `r-${++asked}` } = data;
  const known = results().length;
  homeAssistant.raise('whatsapp_send_message', { ...data, request_id });
  const mine = () =>
    results()
      .slice(known)
      .find(({ body }) => body['request_id'] === request_id);
  await homeAssistant.until(() => mine() !== undefined);
  return mine()?.body ?? {};
}
const send = (media: string) => command({ to: friend.phone, media });
const seen = async (result: Record<string, unknown>) => {
  expect(result).toMatchObject({ status: 'sent', error: null, session_id: 'home', seq: 0 });
  return (await friend.seesMessage(owner.jid, result['id'] as MessageId)).content;
};

describe('the event whatsapp_send_message', () => {
  beforeEach(() => start());

  it('sends a text to a number, and tells the result no sooner than a script can hear it', async () => {
    const since = performance.now();
    const result = await command({
      to: friend.phone,
      message: 'Someone is at the door',
      camera: '',
      media: '',
      tts: false,
    });
    expect(performance.now() - since).toBeGreaterThanOrEqual(240);
    expect(await seen(result)).toMatchObject({ kind: 'text', text: 'Someone is at the door' });
    expect(Object.keys(result).toSorted()).toEqual(
      ['age_s', 'code', 'error', 'event_id', 'id', 'replayed', 'request_id', 'seq', 'session_id', 'status'].toSorted(),
    );
  });

  it('takes a number that a template made, an id, and names of a contact and of a group', async () => {
    expect(await seen(await command({ to: Number(friend.phone.replace('+', '')), message: 'a' }))).toMatchObject({
      text: 'a',
    });
    expect(await seen(await command({ to: friend.jid, message: 'b' }))).toMatchObject({ text: 'b' });
    await friend.send(owner.jid, { kind: 'text', text: 'Hello' });
    await server.event('home', ({ type }) => type === 'message.received');
    expect(await seen(await command({ to: 'friend', message: 'c' }))).toMatchObject({ text: 'c' });
    const made = { subject: 'Family', participants: [friend.phone] };
    await server.as().post('/v1/sessions/home/groups').send(made).expect(201);
    await server.event('home', ({ type }) => type === 'group.joined');
    expect(await command({ to: ' FAMILY ', message: 'd' })).toMatchObject({ status: 'sent' });
  });

  it('sends once what is asked twice, and answers twice', async () => {
    const ask = { to: friend.phone, message: 'once', request_id: 'the same' };
    const [first, second] = [await command(ask), await command({ ...ask, message: 'twice?' })];
    expect(second).toMatchObject({ status: 'sent', id: first['id'] });
    expect(results()).toHaveLength(1 + 1);
    const { body } = await server.as().get(`/v1/sessions/home/chats/${friend.jid}/messages`).expect(200);
    expect((body as { data: unknown[] }).data).toHaveLength(1);
  });

  it('sends every command of one run of a script, which all have one context', async () => {
    for (const message of ['first', 'second'])
      homeAssistant.raise('whatsapp_send_message', { to: friend.phone, message }, 'of this run');
    await homeAssistant.until(() => results().length === 2);
    const ids = results().map(({ body }) => body['id'] as MessageId);
    for (const id of ids) await friend.seesMessage(owner.jid, id);
    // Their results may come in another order: they are told over requests of their own.
    expect(await friend.messagesIn(owner.jid)).toMatchObject([
      { content: { text: 'first' } },
      { content: { text: 'second' } },
    ]);
  });

  it('sends the picture of a camera and of an image entity, with words', async () => {
    const entities: Record<string, string> = {
      '/camera_proxy/camera.front_door': 'camera',
      '/image_proxy/image.last_visitor': 'image',
    };
    homeAssistant.routes = (_method, path) => (entities[path] ? { body: png, type: 'image/png' } : undefined);
    const camera = await command({ to: friend.phone, camera: 'camera.front_door', message: 'Look' });
    expect(await seen(camera)).toMatchObject({ kind: 'image', caption: 'Look', media: { sizeBytes: png.byteLength } });
    const image = await command({ to: friend.phone, camera: 'image.last_visitor' });
    expect(await seen(image)).toMatchObject({ kind: 'image' });
    expect(supervisor.asked).toContain('GET /core/api/camera_proxy/camera.front_door');
    const gone = await command({ to: friend.phone, camera: 'camera.gone' });
    expect(gone).toMatchObject({ status: 'error', code: 'media_failed', id: null });
    expect(await command({ to: friend.phone, camera: '../states' })).toMatchObject({ code: 'invalid_input' });
  });

  it('sends files of the media and share folders, by path and by media id, and of no other folder', async () => {
    writeFileSync(join(folder, 'media', 'clip.png'), png);
    writeFileSync(join(folder, 'share', 'list.pdf'), '%PDF-1.4\n%%EOF');
    writeFileSync(join(folder, 'elsewhere', 'secret.txt'), 'secret');
    symlinkSync(join(folder, 'elsewhere', 'secret.txt'), join(folder, 'media', 'link.txt'));
    expect(await seen(await send(join(folder, 'media', 'clip.png')))).toMatchObject({ kind: 'image' });
    expect(await seen(await send('media-source://media_source/local/clip.png'))).toMatchObject({ kind: 'image' });
    expect(await seen(await send(join(folder, 'share', 'list.pdf')))).toMatchObject({
      kind: 'document',
      media: { fileName: 'list.pdf' },
    });
    for (const path of [
      join(folder, 'elsewhere', 'secret.txt'),
      join(folder, 'media', 'link.txt'),
      `${join(folder, 'media')}/../elsewhere/secret.txt`,
      'media-source://media_source/local/../elsewhere/secret.txt',
      '/etc/passwd',
      join(folder, 'media'),
    ])
      expect([path, (await send(path))['code']]).toEqual([path, 'not_allowed']);
    expect(await send(join(folder, 'media', 'missing.png'))).toMatchObject({ code: 'media_failed' });
    expect(await send('clip.png')).toMatchObject({ code: 'invalid_input' });
  });

  it('speaks as a voice message', async () => {
    homeAssistant.commands = ({ type }) =>
      type === 'tts/engine/list' ? { result: { providers: [{ engine_id: 'tts.piper' }] } } : undefined;
    let spoken: unknown;
    homeAssistant.routes = (method, path, body) => {
      if (`${method} ${path}` === 'GET /tts_proxy/1.wav') return { body: wav(1), type: 'audio/wav' };
      if (`${method} ${path}` !== 'POST /tts_get_url') return undefined;
      spoken = JSON.parse(body.toString());
      return { body: { url: 'http://elsewhere/1.wav', path: '/api/tts_proxy/1.wav' } };
    };
    expect(await seen(await command({ to: friend.phone, message: 'Dinner', tts: true }))).toMatchObject({
      kind: 'voice',
      media: { mimeType: expect.stringContaining('audio/ogg') },
    });
    expect(spoken).toEqual({ engine_id: 'tts.piper', message: 'Dinner' });
  });

  it.each([
    [{ to: '', message: 'x' }, 'invalid_input'],
    [{ to: '34600999888' }, 'invalid_input'],
    [{ to: 'Nobody of this name', message: 'x' }, 'not_found'],
    [{ to: '1', message: 'x' }, 'invalid_input'],
    [{ to: '34600999888', message: 'x', session_id: 'none' }, 'not_found'],
  ])('says what is wrong with %j', async (data, code) => {
    expect(await command(data)).toMatchObject({ status: 'error', id: null, code, error: expect.any(String) });
  });

  it('does not let an automation run wild', async () => {
    const all = await Promise.all(Array.from({ length: 62 }, (_, n) => command({ to: 'Nobody', message: `${n}` })));
    expect(all.filter(({ code }) => code === 'rate_limited')).toHaveLength(2);
  });
});

it('writes to those on the list only, whatever they are called by', async () => {
  await start({ HA_ALLOWED_RECIPIENTS: '34600111222' });
  expect(await command({ to: friend.phone, message: 'x' })).toMatchObject({ status: 'error', code: 'not_allowed' });
  await friend.send(owner.jid, { kind: 'text', text: 'Hello' });
  await server.event('home', ({ type }) => type === 'message.received');
  expect(await command({ to: 'Friend', message: 'x' })).toMatchObject({ code: 'not_allowed' });
  const listed = server.world.person({ phone: '+34600111222' });
  const sent = await command({ to: '+34 600 111 222', message: 'x' });
  expect(sent).toMatchObject({ status: 'sent' });
  await listed.seesMessage(owner.jid, sent['id'] as MessageId);
});
