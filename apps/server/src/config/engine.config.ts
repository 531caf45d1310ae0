import { z } from 'zod';
import { ENGINE_KINDS } from '@columba/core';
import { isJsonTexts, wholeNumber, webAddress } from './readers.js';
import { area, type AreaValues } from './setting.js';

const seconds = (least: number, most: number) => wholeNumber(least, most).transform((value) => value * 1000);

export const engineArea = area('WhatsApp', {
  kind: {
    env: 'WA_ENGINE',
    option: 'engine',
    schema: z.enum(ENGINE_KINDS).default('baileys'),
    description: 'Engine of sessions that do not name one themselves.',
  },
  version: {
    env: 'WA_VERSION',
    option: 'whatsapp_version',
    schema: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, 'must be three numbers such as 2.3000.1023')
      .transform((text) => text.split('.').map(Number) as [number, number, number])
      .optional(),
    description:
      'Version of WhatsApp Web that the engine `baileys` claims to be; needed when WhatsApp refuses the built-in one. A browser has its own.',
    shownDefault: "the engine's own",
  },
  connectsPer10Seconds: {
    env: 'WA_CONNECTS_PER_10_SECONDS',
    schema: wholeNumber(1, 1000).default(10),
    description:
      'How many connections all sessions together may open in 10 seconds; half as many when they connect again, so that an outage does not end in a storm.',
  },
  chromiumPath: {
    env: 'CHROMIUM_PATH',
    schema: z.string().min(1).optional(),
    description: 'Executable of the browser for sessions of the engine wwebjs.',
    shownDefault: 'the first Chromium on the PATH',
  },
  browserSandbox: {
    env: 'WA_BROWSER_SANDBOX',
    schema: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    description: 'Whether that browser uses its own sandbox; most containers do not let it.',
    shownDefault: 'true, and false for root',
  },
});
export type EngineConfig = AreaValues<typeof engineArea>;

/** Settings that take WhatsApp's place in tests. While one of them is set, health shows a warning. */
export const engineTestArea = area('WhatsApp, for tests only', {
  socketUrl: {
    env: 'WA_WEB_SOCKET_URL',
    schema: webAddress(['ws', 'wss']).optional(),
    description: "Address of a simulated WhatsApp, instead of WhatsApp's own.",
    shownDefault: 'WhatsApp',
  },
  mediaHost: {
    env: 'WA_MEDIA_HOST',
    schema: z
      .string()
      .regex(/^[\w.-]+(:\d+)?$/, 'must be a host, with its port where it has one')
      .optional(),
    description: "Host and port of a simulated WhatsApp's files.",
    shownDefault: 'WhatsApp',
  },
  mediaCa: {
    env: 'WA_MEDIA_CA',
    schema: z.string().min(1).optional(),
    description: 'File with the certificate by which that host, and nothing else, is trusted.',
    shownDefault: "the system's",
  },
  browserArguments: {
    env: 'WA_BROWSER_ARGUMENTS',
    schema: z
      .string()
      .refine(isJsonTexts, 'must be a JSON list of texts')
      .transform((text) => JSON.parse(text) as string[])
      .optional(),
    description:
      'Further arguments for the browser of the engine wwebjs, as a JSON list: how it finds a simulated WhatsApp.',
    shownDefault: 'none',
  },
  connectTimeoutMs: {
    env: 'WA_CONNECT_TIMEOUT_SECONDS',
    schema: seconds(1, 120).optional(),
    description: 'How long a connection may take to open.',
    shownDefault: '20, and 90 for a browser',
  },
});
export type EngineTestConfig = AreaValues<typeof engineTestArea>;
