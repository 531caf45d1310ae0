import { z } from 'zod';
import { named } from './faserf-components.js';

export const sessionStartSchema = named(
  'SessionStart',
  'How far the session is.',
  z.object({
    status: z.enum(['starting', 'scanning', 'connected']),
    message: z.string(),
    session_id: z.string(),
    isConnected: z.boolean(),
  }),
);

export const sessionDeletedSchema = named(
  'SessionDeleted',
  'The session is no longer linked.',
  z.object({ status: z.literal('success'), message: z.string() }),
);

export const qrSchema = named(
  'Qr',
  'What there is to scan.',
  z.object({
    status: z.enum(['scanning', 'waiting', 'connected']),
    qr: z.string().nullable().describe('A picture, as a data URL.'),
    detail: z.string().optional(),
  }),
);

export const pairingCodeSchema = named(
  'PairingCode',
  'What is to be typed on the phone.',
  z.object({
    status: z.enum(['success', 'connected']),
    code: z.string().optional().meta({ example: 'ABCD1234' }),
    message: z.string().optional(),
  }),
);

export const pairRequestSchema = named(
  'PairRequest',
  'Whose phone is to be linked.',
  z
    .object({ phone_number: z.string().optional().describe('With country code.') })
    .meta({ examples: [{ phone_number: '491761234567' }] }),
);

export const passkeySchema = named(
  'PasskeyStatus',
  'Whether WhatsApp asks for a passkey.',
  z.object({
    passkeyDetected: z.boolean(),
    passkeyWaiting: z.boolean(),
    isConnected: z.boolean(),
    message: z.string(),
  }),
);

export const statusSchema = named(
  'Status',
  'How the session stands.',
  z.object({
    connected: z.boolean(),
    connecting: z.boolean(),
    version: z.string(),
    session_id: z.string(),
    disconnect_reason: z.string().nullable(),
    user: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    stats: z.object({ sent: z.int(), received: z.int(), failed: z.int() }),
    admin_numbers: z.array(z.string()),
  }),
);

const at = () => z.int().nullable().describe('Milliseconds since 1970.');

export const statsSchema = named(
  'Stats',
  'Counters of the session. `lifetime_…` counts as far back as events are kept, the others since the start.',
  z.object({
    connected: z.boolean(),
    disconnect_reason: z.string().nullable(),
    last_disconnect_reason: z.string().nullable(),
    shutting_down: z.boolean(),
    sent: z.int(),
    received: z.int(),
    failed: z.int(),
    lifetime_sent: z.int(),
    lifetime_received: z.int(),
    lifetime_failed: z.int(),
    last_sent_message: z.string().nullable(),
    last_sent_target: z.string().nullable(),
    last_sent_time: at(),
    last_received_message: z.string().nullable(),
    last_received_sender: z.string().nullable(),
    last_received_time: at(),
    last_failed_message: z.string().nullable(),
    last_failed_target: z.string().nullable(),
    last_failed_time: at(),
    last_error_reason: z.string().nullable(),
    version: z.string(),
    my_number: z.string().nullable(),
    uptime: z.int().describe('Seconds.'),
    start_time: z.int().describe('Milliseconds since 1970.'),
    admin_numbers: z.array(z.string()),
    chat_count: z.int(),
    group_count: z.int(),
    contact_count: z.int(),
  }),
);

export const dashboardSchema = named(
  'Dashboard',
  'What a page needs at first.',
  z.object({
    sessionId: z.string(),
    isConnected: z.boolean(),
    passkeyDetected: z.boolean(),
    passkeyWaiting: z.boolean(),
    disconnectReason: z.string().nullable(),
  }),
);

export const healthSchema = named(
  'Health',
  'That the server is up; with a token also which version, and for how long.',
  z.object({
    status: z.enum(['ok', 'shutting_down']),
    service: z.literal('whatsapp-addon'),
    version: z.string().optional(),
    uptime: z.int().optional().describe('Seconds.'),
  }),
);

export const logEntrySchema = named(
  'LogEntry',
  'Something that happened to the connection.',
  z.object({
    timestamp: z.string().describe('A time of day.').meta({ example: '10:00:00 AM' }),
    msg: z.string(),
    type: z.enum(['info', 'success', 'warning', 'error']),
  }),
);
