import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Capabilities } from '@columba/core';
import { silentLogger, systemClock, type Clock, type EngineFactory, type Logger } from '@columba/core';
import { fakeCapabilities, FakeWorld, settle, type FakePerson } from '@columba/core/testing';
import { openStorage, type Storage } from '@columba/storage';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import { createApp } from '../../apps/server/src/bootstrap.js';
import { loadConfig } from '../../apps/server/src/config/load-config.js';

export const TOKEN = 'a-token-that-is-only-for-tests-0123456789';

interface Options {
  env?: Record<string, string>;
  clock?: Clock;
  logger?: Logger;
  stdin?: Readable;
  /** What the fake engine can do less than all. */
  capabilities?: Partial<Capabilities>;
  /** Called before an engine is made for a session; what it throws keeps the engine from starting. */
  sabotage?: (session: string) => void;
}

/** The whole server in this process, on real storage in a fresh folder and on a fake WhatsApp. */
export class InProcessServer {
  private constructor(
    readonly app: NestExpressApplication,
    readonly storage: Storage,
    readonly world: FakeWorld,
    readonly directory: string,
  ) {}

  static async start(options: Options = {}): Promise<InProcessServer> {
    const world = new FakeWorld({ clock: options.clock ?? systemClock, readFile: (file) => readFile(file) });
    return InProcessServer.startOn(mkdtempSync(join(tmpdir(), 'columba-server-')), world, options);
  }

  private static async startOn(directory: string, world: FakeWorld, options: Options): Promise<InProcessServer> {
    const { clock = systemClock, logger = silentLogger, stdin } = options;
    const config = loadConfig({ COLUMBA_DATA_DIR: directory, COLUMBA_API_TOKEN: TOKEN, ...options.env });
    const storage = openStorage({ directory, clock });
    const engines = {
      kinds: ['baileys'] as const,
      factory: () => {
        const make = world.engineFactory({ capabilities: options.capabilities });
        const factory: EngineFactory = (context) => {
          options.sabotage?.(context.session);
          return make(context);
        };
        return Promise.resolve(factory);
      },
      capabilities: () => Promise.resolve(fakeCapabilities(options.capabilities)),
    };
    const app = await createApp({ config, storage, clock, logger, engines, ...(stdin && { stdin }) });
    await app.listen(0, '127.0.0.1');
    return new InProcessServer(app, storage, world, directory);
  }

  /** Ends this server and starts another one on the same folder and the same WhatsApp. */
  async restart(options: Options = {}): Promise<InProcessServer> {
    await this.app.close();
    return InProcessServer.startOn(this.directory, this.world, options);
  }

  /** Requests without a key. */
  get anonymous() {
    return supertest(this.app.getHttpServer());
  }

  /** Requests with a key, by default the one that may do everything. */
  as(token = TOKEN) {
    return supertest.agent(this.app.getHttpServer()).set('X-Api-Key', token);
  }

  /** A session that is linked to somebody new and connected. */
  async linked(session = 'home'): Promise<FakePerson> {
    const owner = this.world.person();
    await this.as().post('/v1/sessions').send({ name: session, autoStart: false }).expect(201);
    const { body } = await this.as().post(`/v1/sessions/${session}/pairing`).send({ method: 'qr' }).expect(200);
    await owner.link((body as { text: string }).text);
    await this.event(session, (event) => event.type === 'session.state_changed' && event.data['state'] === 'connected');
    return owner;
  }

  /** The first event of the session that matches, by long polling. */
  async event(session: string, match: (event: WireEvent) => boolean): Promise<WireEvent> {
    for (let afterSeq = 0; ;) {
      const { body } = await this.as()
        .get(`/v1/sessions/${session}/events`)
        .query({ afterSeq, waitSeconds: 4, limit: 200 })
        .expect(200);
      const { data } = body as { data: WireEvent[] };
      const found = data.find(match);
      if (found) return found;
      const last = data.at(-1);
      if (!last) throw new Error('no such event within 4 seconds');
      afterSeq = last.seq;
    }
  }

  /** What was told so far is stored, announced, and has led to everything it leads to without time passing. */
  async settled(): Promise<void> {
    for (let quiet = 0, last = -1; quiet < 3; quiet += 1) {
      await settle();
      await this.storage.secure();
      const pos = this.storage.events.lastPos();
      if (pos !== last) quiet = 0;
      last = pos;
    }
  }

  async stop(): Promise<void> {
    await this.app.close();
    rmSync(this.directory, { recursive: true });
  }
}

export interface WireEvent {
  eventId: string;
  seq: number;
  session: string;
  type: string;
  replayed: boolean;
  data: Record<string, unknown>;
}
