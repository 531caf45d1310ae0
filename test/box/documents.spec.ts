import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { snippets } from '../../apps/page/src/snippets.js';
import { loadConfig } from '../../apps/server/src/config/load-config.js';
import { InProcessServer, TOKEN } from '../support/in-process-server.js';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const blocks = (path: string) =>
  [...read(path).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => String(text));

interface Automation {
  alias: string;
  triggers: Record<string, unknown>[];
  conditions?: { value_template: string }[];
  actions: Record<string, unknown>[];
}
interface RestCommand {
  url: string;
  method: string;
  headers: Record<string, string>;
  content_type: string;
  payload: string;
}
/** As the page shows it, under the add-on's own name. */
const OURS = `http://${hostname()}:8066`;
const parsed = [
  ...blocks('ha-addon/DOCS.md'),
  ...snippets({ address: OURS, session: 'home', takesCommands: true, firesMessages: true }).flatMap(
    ({ title, text }) => (title === 'curl' ? [] : [text]),
  ),
].map(
  (text) =>
    load(text.replaceAll('!secret ', 'secret_')) as Partial<Automation> & {
      rest_command?: Record<string, RestCommand>;
      data?: { input?: Record<string, unknown> };
    },
);
const automations = parsed.filter((block): block is Automation => block.alias !== undefined);
const commands = parsed.flatMap(({ rest_command }) => Object.values(rest_command ?? {}));

/** Events that Columba fires in Home Assistant, and what it listens to. */
const FIRED = /^whatsapp_(message_received|message_sent|message_ack|disconnected|authenticated|state)$/;
const FIELDS = ['to', 'message', 'camera', 'image', 'media', 'tts', 'request_id', 'session_id'];

describe('what people paste', () => {
  it('is there', () => expect([automations.length, commands.length]).toEqual([6, 2]));

  it.each(automations.map((each) => [each.alias, each] as const))(
    '%s: speaks of events and fields that there are',
    (_, automation) => {
      const awaited = automation.actions.flatMap(
        ({ wait_for_trigger: waits = [] }) => waits as typeof automation.triggers,
      );
      for (const trigger of [...automation.triggers, ...awaited])
        if (trigger['trigger'] === 'event') expect(trigger['event_type']).toMatch(FIRED);
      for (const action of automation.actions) {
        if ('wait_for_trigger' in action || 'condition' in action) continue;
        if (action['event'] === undefined) expect(action['action']).toMatch(/^[a-z_]+\.[a-z_]+$/);
        else {
          expect(action['event']).toBe('whatsapp_send_message');
          expect(FIELDS).toEqual(expect.arrayContaining(Object.keys(action['event_data'] as object)));
        }
      }
    },
  );

  it('commands nothing that anybody may say: the sender is compared, and what comes late is left out', () => {
    const acting = automations.filter(({ triggers }) => triggers[0]?.['event_type'] === 'whatsapp_message_received');
    expect(acting.length).toBe(2);
    for (const { conditions } of acting) {
      expect(conditions?.[0]?.value_template).toMatch(/trigger\.event\.data\.from in \[/);
      expect(conditions?.[0]?.value_template).toContain('not trigger.event.data.replayed');
    }
  });
});

it('what is written to the app has the fields of a command', () => {
  const inputs = parsed.flatMap(({ data }) => (data?.input ? [data.input] : []));
  expect(inputs).toHaveLength(1);
  for (const input of inputs) expect(FIELDS).toEqual(expect.arrayContaining(Object.keys(input)));
});

describe('a rest_command', () => {
  let server: InProcessServer;
  beforeAll(async () => {
    server = await InProcessServer.start();
    await server.linked();
  }, 30_000);
  afterAll(() => server.stop());

  it.each(commands.map((command, index) => [index, command] as const))('number %s sends', async (_, command) => {
    const friend = server.world.person();
    const given = { to: friend.phone, message: 'It\'s "done" {{ now }}' };
    // What the template engine makes of it.
    const inner = /^\{\{ (.*) \| to_json \}\}$/.exec(command.payload.trim())?.[1] ?? '';
    const payload = inner.replace(
      /: (to|message)\b/g,
      (_all, name: keyof typeof given) => `: ${JSON.stringify(given[name])}`,
    );
    const headers = Object.fromEntries(Object.entries(command.headers).map(([name]) => [name, TOKEN]));
    const { pathname, host } = new URL(command.url.replace('1a2b3c4d-columba', hostname()));
    const { body } = await server
      .as()
      .post(pathname)
      .set({ ...headers, Host: host, 'Content-Type': command.content_type })
      .send(payload)
      .expect(200);
    expect(body).toMatchObject({ status: expect.stringMatching(/sent|delivered/) });
  });
});

const environments = (path: string) =>
  blocks(path)
    .filter((text) => text.startsWith('services:'))
    .map((text) => load(text) as { services?: Record<string, { environment?: string[] | Record<string, string> }> })
    .flatMap(({ services }) => Object.values(services ?? {}))
    .map(({ environment = {} }) =>
      Array.isArray(environment) ? Object.fromEntries(environment.map((line) => line.split('=', 2))) : environment,
    );

describe('the ways from other add-ons', () => {
  it('set what the server knows', () => {
    const [plain, browser] = environments('docs/migrate-from-gajosu.md');
    const config = loadConfig({ ...plain, HA_BASE_URL: 'http://192.168.1.2:8123' } as Record<string, string>);
    expect(config).toMatchObject({ gajosu: { auth: 'none' }, homeAssistant: { baseUrl: 'http://192.168.1.2:8123' } });
    expect(browser).toEqual({ WA_ENGINE: 'wwebjs' });
    expect(environments('docs/migrate-from-faserf.md')).toEqual([{ TZ: 'Europe/Berlin' }]);
  });

  it('lead to the port of the container', () => {
    expect(read('docs/migrate-from-gajosu.md')).toContain("'3000:8066'");
    expect(read('docs/migrate-from-faserf.md')).toContain('8066:8066');
  });
});
