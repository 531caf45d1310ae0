import { createHash } from 'node:crypto';
import { Agent } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import { simulatorFixture } from '../../../testing/fixture.js';
import { httpsCall } from '../../../testing/https-call.js';

const FILE = Buffer.from('Not really encrypted, but the host cannot tell the difference.');
const TOKEN = createHash('sha256').update(FILE).digest('base64url');

describe('the media host', () => {
  const fixture = simulatorFixture({ seed: 'media-host' });
  let last = 15550003000;
  afterEach(() => fixture.sim.media.heal());

  const host = () => fixture.sim.mediaHost;
  const call = (path: string, options?: Parameters<typeof httpsCall>[2]) =>
    httpsCall(host().certificate, host().url(path), options);
  const auth = async () => {
    const client = await fixture.link(String((last += 1)));
    return (await client.socket.refreshMediaConn(true)).auth;
  };
  const upload = async (token = TOKEN) =>
    call(`/mms/image/${token}?auth=${await auth()}`, { method: 'POST', body: FILE });

  it('is told to clients, takes a file in and gives it out again', async () => {
    const client = await fixture.link(String((last += 1)));
    const { hosts } = await client.socket.refreshMediaConn(true);
    expect(hosts.map(({ hostname }) => hostname)).toEqual([host().address]);
    const { status, body } = await upload();
    const { url, direct_path: path } = JSON.parse(body.toString()) as { url: string; direct_path: string };
    expect({ status, url }).toEqual({ status: 200, url: host().url(path) });
    expect((await call(path)).body).toEqual(FILE);
    const part = await call(path, { headers: { range: 'bytes=4-9' } });
    expect([part.status, part.body.toString()]).toEqual([206, FILE.subarray(4, 10).toString()]);
  });

  it('takes uploads from an unmodified client that trusts it for these alone', async () => {
    const fetchAgent = new Agent({ ca: host().certificate });
    const client = await fixture.link(String((last += 1)), { fetchAgent });
    const sent = await client.socket.sendMessage(client.jid, { document: FILE, mimetype: 'text/plain' });
    const uploaded = sent?.message?.documentMessage?.directPath ?? '';
    expect((await call(uploaded)).body.length).toBeGreaterThan(FILE.length);
  });

  it('refuses strangers, and files that are not what was announced', async () => {
    const wrong = await call(`/mms/image/${TOKEN}?auth=guessed`, { method: 'POST', body: FILE });
    expect(wrong.status).toBe(401);
    expect((await upload('AAAA')).status).toBe(400);
    expect((await call('/v/image/unknown.enc')).status).toBe(404);
  });

  it('is not trusted by anybody who was not given its certificate', async () => {
    await expect(httpsCall('', host().url('/'))).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('goes wrong as it is told to, and as often', async () => {
    const { sim } = fixture;
    host().put('/v/image/a.enc', FILE);
    await sim.media.fault({ direction: 'download', action: { type: 'refuse', status: 503 }, times: 1 });
    expect((await call('/v/image/a.enc')).status).toBe(503);
    await sim.media.fault({ direction: 'download', action: { type: 'cut', afterBytes: 5 }, times: 1 });
    await expect(call('/v/image/a.enc')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await sim.media.fault({ direction: 'download', action: { type: 'corrupt' }, times: 1 });
    expect((await call('/v/image/a.enc')).body).not.toEqual(FILE);
    await sim.media.fault({ direction: 'upload', action: { type: 'cut', afterBytes: 0 }, times: 1 });
    await expect(upload()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await call('/v/image/a.enc')).body).toEqual(FILE);
  });

  it('does not answer while it is stalled, and is silent until its end', async () => {
    const { sim } = fixture;
    host().put('/v/image/b.enc', FILE);
    await sim.media.fault({ direction: 'download', action: { type: 'stall', afterBytes: 5 }, times: 1 });
    let answered = false;
    const stalled = call('/v/image/b.enc').then(
      () => (answered = true),
      () => undefined,
    );
    await sim.await({ event: 'media.fault', match: { path: '/v/image/b.enc', action: 'stall' } });
    expect((await call('/v/image/b.enc')).body).toEqual(FILE);
    expect(answered).toBe(false);
    void stalled;
  });
});
