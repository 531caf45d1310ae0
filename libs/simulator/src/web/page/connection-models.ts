import { Emitter } from './base/emitter.js';
import { Model } from './base/model.js';
import type { Wid } from './ids/wid.js';

export type SocketState =
  | 'UNLAUNCHED'
  | 'OPENING'
  | 'UNPAIRED'
  | 'UNPAIRED_IDLE'
  | 'PAIRING'
  | 'CONNECTED'
  | 'TIMEOUT'
  | 'CONFLICT'
  | 'TOS_BLOCK'
  | 'DEPRECATED_VERSION';

/** The state of the page's connection. What it can do is given by the session. */
export class SocketModel extends Model {
  declare state: string;
  declare stream: string;
  declare hasSynced: boolean;
  declare logout: () => Promise<void>;
  declare takeover: () => void;
  declare reconnect: () => void;

  constructor() {
    super({ state: 'UNLAUNCHED', stream: 'DISCONNECTED', hasSynced: false });
  }
}

/** Who is logged in, and the reference for the QR code while nobody is. */
export class ConnModel extends Model {
  declare ref?: string;
  declare pushname?: string;
  declare platform?: string;
  declare wid?: Wid;

  canSetMyPushname(): boolean {
    return true;
  }
}

/** Whether the user is looking at the page. */
export class StreamModel extends Model {
  declare available: boolean;

  constructor() {
    super({ available: false, mode: 'MAIN', info: 'NORMAL', displayInfo: 'NORMAL' });
  }

  markAvailable(): void {
    this.set('available', true);
  }

  markUnavailable(): void {
    this.set('available', false);
  }
}

/** Commands of the page's own user interface: who gives one hears nothing of what becomes of it. Features add theirs. */
export class Cmd extends Emitter {
  /** @param work what whoever listens to it does; that it fails is shown to the user, who is nobody here */
  command(method: string, event: string, work: (...args: never[]) => Promise<unknown>): void {
    this.on(event, (...args: never[]) => void work(...args).catch(() => undefined));
    Object.assign(this, { [method]: (...args: unknown[]): void => this.trigger(event, ...args) });
  }
}
