import { Agent } from 'node:https';
import type { BaileysOptions } from '@columba/engine-baileys';
import type { Simulator } from '@columba/simulator';

/** What an engine has to know to reach the simulated media host, and to trust it and nobody else. */
export const mediaOptions = ({ mediaHost }: Simulator): Partial<BaileysOptions> => ({
  mediaHost: mediaHost.address,
  agent: new Agent({ ca: mediaHost.certificate }),
});
