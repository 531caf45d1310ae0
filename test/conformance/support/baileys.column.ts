import { BAILEYS_CAPABILITIES } from '@columba/engine-baileys';
import { certificateFile, simulatedColumn } from './simulated.column.js';

/** Baileys, through the simulator's door for the multi-device protocol. */
export const baileysColumn = simulatedColumn({
  engine: 'baileys',
  capabilities: BAILEYS_CAPABILITIES,
  doors: ['noise'],
  settings: (sim, folder) => ({
    WA_WEB_SOCKET_URL: sim.waUrl,
    WA_MEDIA_HOST: sim.mediaHost.address,
    WA_MEDIA_CA: certificateFile(sim, folder),
  }),
});
