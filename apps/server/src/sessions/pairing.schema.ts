import { z } from 'zod';
import { component, instant, taggedUnion } from '../common/openapi/component.js';
import { accountSchema } from './sessions.schema.js';

const none = component('NoPairing', 'Nobody is asked to link anything now.', z.object({ kind: z.literal('none') }));
const qr = component(
  'QrPairing',
  'A QR to be scanned on the phone, under "Linked devices".',
  z.object({
    kind: z.literal('qr'),
    text: z.string().describe('What the QR shows; `qr.png` is the picture of it.'),
    expiresAt: instant.describe('Then the next one follows.'),
  }),
);
const code = component(
  'CodePairing',
  'A code to be typed on the phone, under "Linked devices", "Link with phone number".',
  z.object({
    kind: z.literal('code'),
    code: z.string().describe('Eight characters, without a dash.').meta({ example: 'ABCD1234' }),
    expiresAt: instant.describe('Then a new one must be asked for.'),
  }),
);
const passkey = component(
  'PasskeyPairing',
  'WhatsApp asks for a passkey, which only its own applications can give.',
  z.object({ kind: z.literal('passkey'), detail: z.string().describe('What a person can do.') }),
);
const linked = component(
  'Linked',
  'The session is linked already.',
  z.object({ kind: z.literal('linked'), account: accountSchema }),
);

export const pairingSchema = component(
  'Pairing',
  'What a person can do now to link the session.',
  taggedUnion('kind', [none, qr, code, passkey, linked]),
);
export type PairingDto = z.output<typeof pairingSchema>;
