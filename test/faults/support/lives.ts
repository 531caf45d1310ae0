import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EndedEarly, NodeProcess } from '../../support/node-process.js';
import { CONTACT, Gateway, OWNER } from '../../support/gateway.js';

export const SESSION = 'home';

const ENGINE_ROOM = fileURLToPath(new URL('engine-room.mjs', import.meta.url));

/** Faults are many and the pace of a person would be too slow for them. */
const UNHURRIED = {
  COLUMBA_SENDS_PER_MINUTE: '100000',
  COLUMBA_CHAT_GAP_MS: '0',
  COLUMBA_SENDS_PER_HOUR: '100000',
  COLUMBA_SENDS_PER_DAY: '100000',
};

/** A gateway that is linked and about to die often, and the people who write to it meanwhile. */
export class Lives {
  /** Ids of all messages that were written to it. */
  readonly written: string[] = [];
  strikes = 0;

  private constructor(
    readonly gateway: Gateway,
    private present: NodeProcess,
  ) {}

  static async begin(env: Record<string, string> = {}, dataDirectory?: string): Promise<Lives> {
    const lives = await Lives.unlinked(env, dataDirectory);
    await lives.gateway.linkByQr(SESSION, OWNER);
    return lives;
  }

  static async unlinked(env: Record<string, string> = {}, dataDirectory?: string): Promise<Lives> {
    const gateway = await Gateway.start({ ...UNHURRIED, ...env }, { dataDirectory });
    return new Lives(gateway, gateway.server.process);
  }

  /** The next fault counts anew. */
  beginFault(): void {
    this.written.length = 0;
    this.strikes = 0;
  }

  get server() {
    return this.gateway.server;
  }

  /** Starts the next life, with faults on order. Returns false when it ended before it listened. */
  async live(failpoints = '', env: Record<string, string> = {}): Promise<boolean> {
    return this.begun(async () => {
      await this.gateway.startServer({ COLUMBA_FAILPOINTS: failpoints, ...env });
      this.present = this.server.process;
    });
  }

  /** The same without HTTP: storage and engine alone. Quicker, for faults that need many lives. */
  async liveBare(failpoints = ''): Promise<boolean> {
    return this.begun(async () => {
      this.present = NodeProcess.start(ENGINE_ROOM, [SESSION], {
        COLUMBA_DATA_DIR: this.gateway.dataDirectory,
        WA_WEB_SOCKET_URL: this.gateway.simulator.waUrl,
        COLUMBA_FAILPOINTS: failpoints,
      });
      await this.present.line((line) => line === 'listening');
    });
  }

  private async begun(start: () => Promise<void>): Promise<boolean> {
    try {
      await start();
      return true;
    } catch (error) {
      if (error instanceof EndedEarly && error.ending.signal === 'SIGKILL') return false;
      throw error;
    }
  }

  /** Somebody writes so many messages, one after the other. */
  async write(count: number, label: string, length = 0): Promise<void> {
    for (let n = 1; n <= count; n++) {
      const content = { kind: 'text', text: `${label}.${n}`.padEnd(length, '.') };
      const { id } = await this.gateway.simulator.control<{ id: string }>('send', {
        from: CONTACT,
        to: OWNER,
        content,
      });
      this.written.push(id);
    }
  }

  async kill(): Promise<void> {
    await this.present.stop('SIGKILL');
    this.strikes += 1;
  }

  /** Waits until the ordered fault has ended this life. Returns false, and ends it, when the fault did not come. */
  async died(seconds: number): Promise<boolean> {
    const giveUp = new AbortController();
    const struck = await Promise.race([
      this.present.exited.then(({ signal }) => signal === 'SIGKILL'),
      wait(seconds * 1000, false, { signal: giveUp.signal }),
    ]);
    giveUp.abort();
    if (struck) this.strikes += 1;
    else await this.present.stop('SIGKILL');
    return struck;
  }

  /** Linked devices of the account: more than one means that an identity was made anew. */
  async devices(): Promise<number> {
    const devices = await this.gateway.simulator.control<{ kind: string }[]>('device.list', { pn: OWNER });
    return devices.filter(({ kind }) => kind !== 'phone').length;
  }

  /** Ids that WhatsApp counts as delivered to the linked device. */
  async delivered(): Promise<string[]> {
    const truths = await this.gateway.simulator.control<{ delivered: { id: string }[] }[]>('oracle', { device: OWNER });
    return truths.flatMap(({ delivered }) => delivered.map(({ id }) => id));
  }
}
