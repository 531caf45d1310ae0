import { NotFoundError } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import { FakeDevice } from './fake-device.js';
import { settingsOf } from './fake-own-settings.js';
import type { FakeWorldState } from './fake-world-state.js';

/** A device that waits to be linked. */
export interface LinkRequest {
  /** Someone accepted it on the phone. */
  accepted(device: FakeDevice): void;
  /** WhatsApp demands a passkey, which a linked device cannot give. */
  refused(): void;
}

/** Which devices are linked to which accounts, and which still wait for a phone. */
export class FakeLinking {
  /** Linking asks for a passkey from now on. */
  passkeyDemanded = false;
  private readonly devices = new Map<string, FakeDevice>();
  private readonly requests = new Map<string, LinkRequest>();

  constructor(private readonly world: FakeWorldState) {}

  /** @param token what the QR shows, or the code to be typed. */
  offer(token: string, request: LinkRequest): void {
    this.requests.set(token, request);
  }

  withdraw(token: string): void {
    this.requests.delete(token);
  }

  /** The owner of `account` scans a QR, or types a code. @throws NotFoundError when it is not shown, or expired. */
  accept(account: FakeAccount, token: string): void {
    const request = this.requests.get(token);
    if (!request) throw new NotFoundError('Nobody shows this QR or code');
    this.requests.delete(token);
    if (this.passkeyDemanded) return request.refused();
    const device = new FakeDevice(`device-${this.world.serial()}`, account);
    this.devices.set(device.id, device);
    account.devices.add(device);
    device.tell(settingsOf(this.world, account));
    request.accepted(device);
  }

  device(id: string): FakeDevice | undefined {
    return this.devices.get(id);
  }

  /** Ends the link; a client that holds the connection hears it. */
  unlink(device: FakeDevice): void {
    this.devices.delete(device.id);
    device.account.devices.delete(device);
    device.cut('unlinked');
  }

  unlinkAll(account: FakeAccount): void {
    for (const device of this.devices.values()) if (device.account === account) this.unlink(device);
  }
}
