import { SimulatedEngine, type Cause } from '../simulated/engine-under-test.js';

/** Longer than any wait after a lost connection, and shorter than the time in which takeovers are counted. */
const TAKEOVER_WAIT_MS = 61_000;

/** An engine with a connection of its own. */
export class BaileysUnderTest extends SimulatedEngine {
  async cut(cause: Cause, until?: Date): Promise<void> {
    const device = this.owner.number;
    const { connection } = this.world.sim;
    const failure = (code: number, expire?: number) =>
      connection.kick({ device, code, as: 'failure', ...(expire ? { expire } : {}) });
    const end: Record<Cause, () => Promise<void>> = {
      lost: () => this.lose(),
      server_error: () => connection.kick({ device, code: 503 }),
      restart: () => connection.kick({ device, code: 515 }),
      replaced: () => this.replaceForGood(),
      unlinked: () => this.owner.unlinkDevices(),
      temporary_ban: async () => failure(402, until && (await this.secondsTo(until))),
      banned: () => connection.ban({ pn: device }),
      outdated: () => failure(405),
      multidevice_mismatch: () => failure(411),
    };
    await end[cause]();
  }

  async refuseNextMessage(whatsappCode: number): Promise<void> {
    const refusal = { type: 'error', code: String(whatsappCode) } as const;
    const match = { tag: 'message' };
    await this.world.sim.fault.add({ device: this.owner.number, direction: 'in', match, action: refusal, times: 1 });
  }

  /** As WhatsApp counts: its clock does not jump. */
  private async secondsTo(until: Date): Promise<number> {
    const { now } = await this.world.sim.stats();
    return Math.round((until.getTime() - now) / 1000);
  }

  /** In an outage it is lost already. */
  private async lose(): Promise<void> {
    const { online } = await this.world.sim.stats();
    if (online.some((device) => device.startsWith(`${this.owner.number}:`)))
      await this.world.sim.connection.drop({ device: this.owner.number });
  }

  /** The other client takes over as often as this one comes back. */
  private async replaceForGood(): Promise<void> {
    for (let times = 1; times <= 3; times++) {
      await this.world.sim.connection.replace({ device: this.owner.number });
      if (times === 3) return;
      await this.facts.next('session.state_changed', ({ data }) => data.state === 'reconnecting');
      this.clock.jump(TAKEOVER_WAIT_MS);
      await this.connected();
    }
  }
}
