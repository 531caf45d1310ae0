import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const PROBE = fileURLToPath(new URL('columba_probe', import.meta.url));
const CLIENT = 'http://columba.test/';
const START_SECONDS = 120;

export interface Heard {
  /** State of the core at that moment. */
  state: string;
  type: string;
  data: Record<string, unknown>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Asks again and again until the answer is there. */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  what: string,
  seconds = 60,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(100);
  }
  throw new Error(`not within ${seconds} seconds: ${what}`);
}

/** A real Home Assistant core on a folder of its own, with a witness inside it. */
export class RealHomeAssistant {
  token = '';
  private core: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts it for the first time, makes its owner, and a token of that owner. */
  static async create(picture: Buffer): Promise<RealHomeAssistant> {
    const made = new RealHomeAssistant(mkdtempSync(join(tmpdir(), 'columba-ha-')), await freePort());
    mkdirSync(join(made.folder, 'custom_components'));
    cpSync(PROBE, join(made.folder, 'custom_components', 'columba_probe'), { recursive: true });
    writeFileSync(join(made.folder, 'door.png'), picture);
    writeFileSync(join(made.folder, 'configuration.yaml'), configuration(made.port));
    writeFileSync(join(made.folder, 'scripts.yaml'), '');
    made.launch();
    await made.makeOwner();
    await made.running();
    return made;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  launch(): void {
    const hass = process.env['HA_HASS'] ?? 'hass';
    const log = createWriteStream(join(this.folder, 'core.log'), { flags: 'a' });
    const core = spawn(hass, ['--skip-pip', '-c', this.folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    core.stdout.pipe(log);
    core.stderr.pipe(log);
    this.core = core;
  }

  /** Resolves when its state is RUNNING. */
  async running(): Promise<void> {
    const state = async () =>
      ((await this.get('/api/core/state').catch(() => undefined)) as { state?: string } | undefined)?.state;
    await eventually(
      async () => ((await state()) === 'RUNNING' ? true : undefined),
      'Home Assistant runs',
      START_SECONDS,
    );
  }

  /** Ends the core, with no chance to say goodbye if the signal is SIGKILL. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { core } = this;
    if (!core || core.exitCode !== null || core.signalCode !== null) return;
    const gone = once(core, 'exit');
    core.kill(signal);
    await gone;
  }

  /** What the witness wrote, in the order of the bus. */
  heard(type?: string): Heard[] {
    const file = join(this.folder, 'probe.jsonl');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Heard).filter((each) => type === undefined || each.type === type);
  }

  async get(path: string): Promise<unknown> {
    return (await this.ask(path)).json();
  }

  async picture(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.ask(path)).arrayBuffer());
  }

  async post(path: string, body: object): Promise<unknown> {
    const reply = await this.ask(path, { method: 'POST', body: JSON.stringify(body) });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
    return JSON.parse(text) as unknown;
  }

  /** One command over the WebSocket. */
  async command(type: string, fields: object = {}): Promise<unknown> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/api/websocket`);
    try {
      return await new Promise((resolve, reject) => {
        socket.on('error', reject);
        socket.on('message', (data: Buffer) => {
          const message = JSON.parse(data.toString()) as { type: string; success?: boolean; result?: unknown };
          if (message.type === 'auth_required') socket.send(JSON.stringify({ type: 'auth', access_token: this.token }));
          if (message.type === 'auth_ok') socket.send(JSON.stringify({ id: 1, type, ...fields }));
          if (message.type !== 'result') return;
          if (message.success === true) resolve(message.result);
          else reject(new Error(`${type}: ${data.toString()}`));
        });
      });
    } finally {
      socket.terminate();
    }
  }

  log(): string {
    return readFileSync(join(this.folder, 'core.log'), 'utf8');
  }

  async stop(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    return fetch(this.baseUrl + path, { ...init, headers });
  }

  private async makeOwner(): Promise<void> {
    await eventually(
      () =>
        fetch(`${this.baseUrl}/api/onboarding`).then(
          ({ ok }) => (ok ? true : undefined),
          () => undefined,
        ),
      'Home Assistant answers',
      START_SECONDS,
    );
    const owner = { client_id: CLIENT, name: 'Olivia', username: 'olivia', password: 'a password', language: 'en' };
    const { auth_code } = (await this.post('/api/onboarding/users', owner)) as { auth_code: string };
    const form = new URLSearchParams({ grant_type: 'authorization_code', code: auth_code, client_id: CLIENT });
    const reply = await fetch(`${this.baseUrl}/auth/token`, { method: 'POST', body: form });
    this.token = ((await reply.json()) as { access_token: string }).access_token;
    const wanted = { client_name: 'columba', lifespan: 365 };
    this.token = (await this.command('auth/long_lived_access_token', wanted)) as string;
    // What is stored late would not survive a kill.
    await eventually(() => (stored(this.folder, 'auth').includes('columba') ? true : undefined), 'the token is stored');
  }
}

function stored(folder: string, name: string): string {
  const file = join(folder, '.storage', name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const configuration = (port: number): string => `
homeassistant: {name: e2e, latitude: 0, longitude: 0, elevation: 0, unit_system: metric, time_zone: UTC, country: ES, currency: EUR, language: en}
http: {server_host: 127.0.0.1, server_port: ${port}}
api:
websocket_api:
config:
columba_probe:
logger: {default: warning}
script: !include scripts.yaml
camera:
  - platform: columba_probe
automation:
  - id: e2e_rx
    alias: e2e rx
    mode: queued
    max: 2000
    trigger: [{platform: event, event_type: whatsapp_message_received}]
    action:
      - event: e2e_ack
        event_data: {event_id: "{{ trigger.event.data.event_id }}", seq: "{{ trigger.event.data.seq }}"}
  - id: e2e_reply
    alias: e2e reply
    trigger: [{platform: event, event_type: whatsapp_message_received, event_data: {body: ping}}]
    action:
      - event: whatsapp_send_message
        event_data: {request_id: "reply-{{ trigger.event.data.event_id }}", to: "{{ trigger.event.data.from }}", message: pong}
`;
