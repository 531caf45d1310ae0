import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcessServer } from '../../../../../test/support/in-process-server.js';
import { StandInHomeAssistant } from '../../../../../test/support/stand-in-home-assistant.js';
import { homeAssistantSchema } from '../home-assistant.schema.js';

/** What the frontend's own routes keep: a script and files of blueprints. */
function keepExtras(homeAssistant: StandInHomeAssistant) {
  const kept = { script: undefined as Record<string, unknown> | undefined, blueprints: {} as Record<string, string> };
  homeAssistant.routes = (method, path, body) => {
    if (path !== '/config/script/config/whatsapp_send_message') return undefined;
    if (method === 'POST') kept.script = JSON.parse(body.toString()) as Record<string, unknown>;
    if (method === 'DELETE') kept.script = undefined;
    if (method !== 'GET') return { body: { result: 'ok' } };
    return kept.script ? { body: kept.script } : { status: 404, body: { message: 'Resource not found' } };
  };
  homeAssistant.commands = ({ type, ...fields }) => {
    const path = fields['path'] as string;
    if (type === 'blueprint/list')
      return { result: Object.fromEntries(Object.keys(kept.blueprints).map((each) => [each, {}])) };
    if (type === 'blueprint/delete') return { result: delete kept.blueprints[path] };
    if (type !== 'blueprint/save') return undefined;
    if (kept.blueprints[path] !== undefined && fields['allow_override'] !== true)
      return { success: false, error: { code: 'already_exists', message: 'File already exists' } };
    kept.blueprints[path] = fields['yaml'] as string;
    return { result: {} };
  };
  return kept;
}

const all = (state: string) =>
  Object.fromEntries(
    ['script', 'doorbell', 'commands', 'alert-with-reply', 'session-problem'].map((id) => [id, state]),
  );

describe('what is left in Home Assistant', () => {
  let homeAssistant: StandInHomeAssistant;
  let server: InProcessServer;
  let kept: ReturnType<typeof keepExtras>;

  beforeEach(async () => {
    homeAssistant = await StandInHomeAssistant.create();
    kept = keepExtras(homeAssistant);
    await homeAssistant.become('running');
    server = await InProcessServer.start({
      env: { HA_BASE_URL: homeAssistant.baseUrl, HA_TOKEN: homeAssistant.token, MQTT: 'off' },
    });
    await homeAssistant.until(({ requests }) => requests.some(({ path }) => path === 'get_config'));
  });
  afterEach(async () => {
    await server.stop();
    await homeAssistant.close();
  });

  const states = async () => {
    const { body } = await server.as().get('/v1/home-assistant/extras').expect(200);
    const { data } = body as { data: { extraId: string; state: string }[] };
    return Object.fromEntries(data.map(({ extraId, state }) => [extraId, state]));
  };
  const post = (path: string, body = {}) => server.as().post(`/v1/home-assistant/extras/${path}`).send(body);

  it('is nothing until somebody says so; then a script and four blueprints, and nothing again', async () => {
    expect(await states()).toEqual(all('missing'));
    expect(kept).toEqual({ script: undefined, blueprints: {} });
    for (const id of Object.keys(all(''))) await post(`${id}/install`).expect(200);
    expect(await states()).toEqual(all('installed'));
    expect(Object.keys(kept.script?.['fields'] as object)).toEqual([
      'to',
      'message',
      'camera',
      'media',
      'tts',
      'session',
    ]);
    expect(Object.keys(kept.blueprints).toSorted()).toEqual([
      'columba/alert-with-reply.yaml',
      'columba/commands.yaml',
      'columba/doorbell.yaml',
      'columba/session-problem.yaml',
    ]);
    for (const id of Object.keys(all(''))) await post(`${id}/remove`).expect(200);
    expect(kept).toEqual({ script: undefined, blueprints: {} });
  });

  it('is not written over when somebody changed it, unless they say so', async () => {
    await post('script/install').expect(200);
    kept.script = { ...kept.script, alias: 'Mine' };
    expect((await states())['script']).toBe('edited');
    await post('script/install').expect(409);
    await post('script/remove').expect(409);
    expect(kept.script['alias']).toBe('Mine');
    await post('script/install', { overwrite: true }).expect(200);
    expect(kept.script['alias']).toBe('WhatsApp: send message');
    kept.blueprints['columba/doorbell.yaml'] = 'of somebody else';
    await post('doorbell/install').expect(409);
    await post('doorbell/install', { overwrite: true }).expect(200);
    expect(kept.blueprints['columba/doorbell.yaml']).toContain('WhatsApp: picture of the doorbell');
  });

  it('cannot be told while Home Assistant is away', async () => {
    await homeAssistant.become('down');
    expect(await states()).toEqual(all('unknown'));
    await post('script/install').expect(503);
    await post('nothing/install').expect(404);
  });

  it('the state of it all is one look away', async () => {
    const { body } = await server.as().get('/v1/home-assistant').expect(200);
    expect(homeAssistantSchema.parse(body)).toMatchObject({
      link: { state: 'running', version: '2026.8.1', addOn: false },
      events: { mode: 'gajosu', lag: 0, parked: 0 },
      commands: true,
      mqtt: { state: 'off', content: 'metadata' },
    });
  });
});
