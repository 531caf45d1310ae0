import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { ENGINE_KINDS, type Capabilities, type EngineFactory, type EngineKind } from '@columba/core';
import type { ColumbaConfig } from '../config/columba.config.js';
import type { EngineTestConfig } from '../config/engine.config.js';
import type { EngineSource } from './engine-source.js';

interface Adapter {
  make: EngineFactory;
  capabilities: Capabilities;
}

/** The engines that come with Columba. The only place that names an adapter. */
export class BundledEngines implements EngineSource {
  readonly kinds = ENGINE_KINDS;
  private readonly loaded = new Map<EngineKind, Promise<Adapter>>();

  constructor(private readonly config: ColumbaConfig) {}

  async factory(kind: EngineKind): Promise<EngineFactory> {
    return (await this.load(kind)).make;
  }

  async capabilities(kind: EngineKind): Promise<Capabilities> {
    return (await this.load(kind)).capabilities;
  }

  private load(kind: EngineKind): Promise<Adapter> {
    const known = this.loaded.get(kind);
    if (known) return known;
    const loading = LOADERS[kind](this.config);
    this.loaded.set(kind, loading);
    return loading;
  }
}

/** Where a simulated WhatsApp keeps files and pictures, and who is trusted there and nowhere else. */
function simulatedFiles({ mediaHost, mediaCa }: EngineTestConfig) {
  if (mediaHost === undefined) return {};
  const hosts = { mediaHost, pictureHosts: [mediaHost.replace(/:\d+$/, '')] };
  if (mediaCa === undefined) return hosts;
  return { ...hosts, agent: new Agent({ ca: readFileSync(mediaCa) }) };
}

async function loadBaileys({ engine, engineTest }: ColumbaConfig): Promise<Adapter> {
  // Not by its alias: the compiler's path rewriting leaves dynamic imports alone.
  const { baileysFactory, BAILEYS_CAPABILITIES } = await import('../../../../libs/engine-baileys/src/index.js');
  const make = baileysFactory({
    ...(engine.version && { version: engine.version }),
    ...(engineTest.socketUrl !== undefined && { waWebSocketUrl: engineTest.socketUrl }),
    ...simulatedFiles(engineTest),
    ...(engineTest.connectTimeoutMs !== undefined && { connectTimeoutMs: engineTest.connectTimeoutMs }),
  });
  return { make, capabilities: BAILEYS_CAPABILITIES };
}

async function loadWwebjs({ engine, engineTest }: ColumbaConfig): Promise<Adapter> {
  const { wwebjsFactory, WWEBJS_CAPABILITIES } = await import('../../../../libs/engine-wwebjs/src/index.js');
  const make = wwebjsFactory({
    executablePath: engine.chromiumPath,
    ...(engine.browserSandbox !== undefined && { sandbox: engine.browserSandbox }),
    ...(engineTest.browserArguments !== undefined && { browserArguments: engineTest.browserArguments }),
    ...(engineTest.connectTimeoutMs !== undefined && { connectTimeoutMs: engineTest.connectTimeoutMs }),
  });
  return { make, capabilities: WWEBJS_CAPABILITIES };
}

/** Loading the one must not load the other: a browser's driver is much to carry for nothing. */
const LOADERS: Record<EngineKind, (config: ColumbaConfig) => Promise<Adapter>> = {
  baileys: loadBaileys,
  wwebjs: loadWwebjs,
};
