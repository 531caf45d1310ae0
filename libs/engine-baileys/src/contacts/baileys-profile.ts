import type { EngineContext, ProfilePort } from '@columba/core';
import { answered } from '../answers.js';
import type { BaileysOptions } from '../baileys.options.js';
import type { BaileysSession } from '../session.js';

/** The account's own profile. What this class lacks of the port is not supported, see `capabilities.ts`. */
export class BaileysProfile implements Pick<ProfilePort, 'setAbout'> {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
  ) {}

  async setAbout(text: string): Promise<void> {
    const { socket } = this.session.connected().life;
    await answered(this.context.clock, this.options.queryTimeoutMs, socket.updateProfileStatus(text));
  }
}
