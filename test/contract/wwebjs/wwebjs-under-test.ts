import { SimulatedEngine, type Cause } from '../simulated/engine-under-test.js';

/** Longer than any wait after a takeover, and shorter than the time in which takeovers are counted. */
const TAKEOVER_WAIT_MS = 61_000;

/** An engine with a browser of its own. */
export class WwebjsUnderTest extends SimulatedEngine {
  async cut(cause: Cause): Promise<void> {
    const device = this.owner.number;
    const { connection, web } = this.world.sim;
    const cannot = () => Promise.reject(new Error(`A page cannot be cut off by ${cause}`));
    const end: Record<Cause, () => Promise<void>> = {
      lost: () => this.lose(),
      server_error: cannot,
      restart: () => web.reload({ device }),
      replaced: () => this.replaceForGood(),
      unlinked: () => this.owner.unlinkDevices(),
      temporary_ban: cannot,
      banned: () => connection.ban({ pn: device }),
      outdated: () => connection.kick({ device, code: 405 }),
      multidevice_mismatch: cannot,
    };
    await end[cause]();
  }

  async refuseNextMessage(whatsappCode: number): Promise<void> {
    const refusal = { type: 'error', code: String(whatsappCode) } as const;
    const match = { tag: 'send' };
    await this.world.sim.fault.add({ device: this.owner.number, direction: 'in', match, action: refusal, times: 1 });
  }

  /** In an outage it is lost already. */
  private async lose(): Promise<void> {
    const online = await this.world.sim.web.online();
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
