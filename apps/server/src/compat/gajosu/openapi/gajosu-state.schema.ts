import { z } from 'zod';
import { named } from './gajosu-components.js';

export const WA_STATES = [
  'CONFLICT',
  'CONNECTED',
  'DEPRECATED_VERSION',
  'OPENING',
  'PAIRING',
  'PROXYBLOCK',
  'SMB_TOS_BLOCK',
  'TIMEOUT',
  'TOS_BLOCK',
  'UNLAUNCHED',
  'UNPAIRED',
  'UNPAIRED_IDLE',
  'INITIALIZING',
] as const;

export const statusSchema = named(
  'Status',
  "How the connection to WhatsApp is, in WhatsApp Web's own words.",
  z.object({ status: z.enum(WA_STATES) }),
);
