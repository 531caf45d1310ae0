import { fileURLToPath } from 'node:url';
import { NodeProcess } from './node-process.js';

const ENTRY = fileURLToPath(new URL('../../dist/simulator/apps/simulator/src/main.js', import.meta.url));

interface Announcement {
  waUrl: string;
  controlUrl: string;
  token: string;
  webDoor?: { launchArguments: string[] };
}

/** The simulated WhatsApp as a process of its own, driven through its control API. */
export class SimulatorProcess {
  private constructor(
    private readonly process: NodeProcess,
    private readonly at: Announcement,
  ) {}

  static async start(...args: string[]): Promise<SimulatorProcess> {
    const started = NodeProcess.start(ENTRY, ['--seed', '1', ...args], {});
    const line = await started.line((text) => text.startsWith('{') && text.includes('waUrl'));
    return new SimulatorProcess(started, JSON.parse(line) as Announcement);
  }

  get waUrl(): string {
    return this.at.waUrl;
  }

  /** How a browser finds it; empty without `--web`. */
  get browserArguments(): string[] {
    return this.at.webDoor?.launchArguments ?? [];
  }

  /** One operation of the control API. */
  async control<T>(operation: string, body: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(new URL(`/control/${operation}`, this.at.controlUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.at.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
