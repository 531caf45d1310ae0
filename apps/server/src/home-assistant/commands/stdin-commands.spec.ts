import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import { InProcessServer } from '../../../../../test/support/in-process-server.js';
import { RecordingLogger } from '../../../../../test/support/recording-logger.js';
import { StandInHomeAssistant } from '../../../../../test/support/stand-in-home-assistant.js';
import {
  StandInSupervisor,
  SUPERVISOR_TOKEN,
} from '../../../../../test/support/stand-in-supervisor/stand-in-supervisor.js';

let homeAssistant: StandInHomeAssistant;
let supervisor: StandInSupervisor;
let server: InProcessServer | undefined;
let logger: RecordingLogger;
let stdin: PassThrough;

beforeEach(async () => {
  homeAssistant = await StandInHomeAssistant.create();
  await homeAssistant.become('running');
  supervisor = await StandInSupervisor.start(homeAssistant);
  logger = new RecordingLogger();
  stdin = new PassThrough();
});
afterEach(async () => {
  await server?.stop();
  await supervisor.stop();
  await homeAssistant.close();
});

async function start(env: Record<string, string> = {}): Promise<InProcessServer> {
  const asApp = { HA_BASE_URL: supervisor.coreUrl, SUPERVISOR_TOKEN };
  server = await InProcessServer.start({ env: { ...asApp, ...env }, logger, stdin });
  return server;
}
const result = async (requestId: string) => {
  const find = () => homeAssistant.fired.find(({ body }) => body['request_id'] === requestId);
  await homeAssistant.until(() => find() !== undefined);
  return find();
};

it('a line is a command, whichever way it is cut, and its result is told on the bus', async () => {
  const { world } = await start();
  const owner = await server!.linked();
  const friend = world.person();
  const line = JSON.stringify({ to: friend.phone, message: 'Grüße', request_id: 'r1' });
  const bytes = Buffer.from(`${line}\n`);
  const middle = bytes.indexOf(0xbc); // inside of the ü
  stdin.write(bytes.subarray(0, middle));
  stdin.write(bytes.subarray(middle));
  const told = await result('r1');
  expect(told).toMatchObject({ name: 'whatsapp_message_result', body: { status: 'sent', session_id: 'home' } });
  const seen = await friend.seesMessage(owner.jid, told?.body['id'] as MessageId);
  expect(seen.content).toMatchObject({ kind: 'text', text: 'Grüße' });
  // As the Supervisor writes an input that is a text.
  stdin.write(`${JSON.stringify(JSON.stringify({ to: 'Nobody', message: 'x', request_id: 'r2' }))}\n`);
  expect((await result('r2'))?.body).toMatchObject({ status: 'error', code: 'not_found' });
});

it('what is no command is refused, and the next one is heard', async () => {
  await start();
  await homeAssistant.until(({ requests }) => requests.some(({ path }) => path === 'subscribe_events'));
  const secret = 'the alarm is off';
  for (const wrong of [secret, '[1]', '42', '"text"', `{"message": "${secret.repeat(100_000)}"}`, '', '  '])
    stdin.write(`${wrong}\n`);
  stdin.write('{"message": "to nobody", "request_id": "r3"}\n');
  expect((await result('r3'))?.body).toMatchObject({ status: 'error', code: 'invalid_input' });
  const refused = logger.lines.filter((line) => JSON.stringify(line).includes('is no command'));
  expect(refused).toHaveLength(5);
  expect(JSON.stringify(logger.lines)).not.toContain(secret);
});

it.each([
  ['HA_COMMANDS', 'off'],
  ['HA_BASE_URL', 'http://127.0.0.1:9'],
])('nobody listens with %s=%s', async (name, value) => {
  await start({ [name]: value });
  stdin.write('{}\n');
  expect(stdin.listenerCount('data')).toBe(0);
  expect(stdin.readableLength).toBeGreaterThan(0);
});
