import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock, type Capabilities, type EngineKind } from '@columba/core';
import { Simulator, type DoorName } from '@columba/simulator';
import { openStorage } from '@columba/storage';
import { createApp } from '../../../apps/server/src/bootstrap.js';
import { loadConfig } from '../../../apps/server/src/config/load-config.js';
import { BundledEngines } from '../../../apps/server/src/engine/bundled-engines.js';
import { SimPerson } from '../../contract/simulated/sim-person.js';
import { SimWorld } from '../../contract/simulated/sim-world.js';
import { TOKEN } from '../../support/in-process-server.js';
import type { ConformanceColumn, ConformanceStage } from './column.js';
import { EventTail } from './event-tail.js';

/** What of a column is another for each engine. */
export interface SimulatedEngine {
  engine: EngineKind;
  capabilities: Capabilities;
  lacks?: ConformanceColumn['lacks'];
  impossible?: string | undefined;
  /** Of the simulated WhatsApp, by which it comes in. */
  doors: DoorName[];
  /** Settings that lead the engine to the simulated WhatsApp instead of the real one. @param folder to write files into */
  settings: (sim: Simulator, folder: string) => Record<string, string>;
  /** Asked at the end. @throws Error when something went wrong that no answer showed */
  review?: (sim: Simulator) => Promise<void>;
}

/** One scene after the other writes to new people, and some to the same. */
const PACING = { COLUMBA_NEW_CHATS_PER_DAY: '100000', COLUMBA_CHAT_GAP_MS: '0' };

/** A real engine as the server brings it along, on a simulated WhatsApp: everything in this process. */
export const simulatedColumn = ({ settings, doors, review, ...rest }: SimulatedEngine): ConformanceColumn => ({
  ...rest,
  start: async (env) => {
    const folder = mkdtempSync(join(tmpdir(), 'columba-conformance-'));
    const sim = await Simulator.start({ seed: 'conformance', doors });
    const toIt = settings(sim, folder);
    const server = await startServer(folder, { WA_ENGINE: rest.engine, ...PACING, ...toIt, ...env });
    const world = new SimWorld(sim);
    const person = async () => new SimPerson(world, await world.newcomer(false));
    const owner = await person();
    await link(server.baseUrl, owner);
    await label(server.baseUrl, owner);
    const stop = async (): Promise<void> => {
      await server.stop();
      world.stop();
      try {
        await review?.(sim);
      } finally {
        await sim.stop();
        rmSync(folder, { recursive: true });
      }
    };
    const strangerJid = () => world.jidOf(world.freeNumber());
    return { baseUrl: server.baseUrl, token: TOKEN, owner, contact: person, strangerJid, stop };
  },
});

async function startServer(directory: string, env: Record<string, string>) {
  const config = loadConfig({ COLUMBA_DATA_DIR: directory, COLUMBA_API_TOKEN: TOKEN, ...env });
  const storage = openStorage({ directory, clock: systemClock });
  const parts = { config, storage, clock: systemClock, logger: silentLogger };
  const app = await createApp({ ...parts, engines: new BundledEngines(config) });
  await app.listen(0, '127.0.0.1');
  return { baseUrl: await app.getUrl(), stop: () => app.close() };
}

/** Links the session `home`, as the API says it is done. */
async function link(baseUrl: string, owner: ConformanceStage['owner']): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${baseUrl}/v1/${path}`, {
      method: 'POST',
      headers: { 'X-Api-Key': TOKEN, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  await post('sessions', { name: 'home', autoStart: false });
  const { text } = await post('sessions/home/pairing', { method: 'qr' });
  await owner.link(String(text));
  await new EventTail(baseUrl, TOKEN).told('session.state_changed', { state: 'connected' });
}

/** The labels that the goldens speak of. */
async function label(baseUrl: string, owner: ConformanceStage['owner']): Promise<void> {
  for (const [index, name] of ['New customer', 'New order'].entries()) {
    const id = String(index + 1);
    await owner.setLabel(id, name, index);
    await new EventTail(baseUrl, TOKEN).find(
      ({ type, data }) => type === 'label.updated' && (data['label'] as { id: string }).id === id,
    );
  }
}

/** A file with the certificate of the simulated host of files. */
export function certificateFile({ mediaHost }: Simulator, folder: string): string {
  const file = join(folder, 'simulated-media.pem');
  writeFileSync(file, mediaHost.certificate);
  return file;
}
