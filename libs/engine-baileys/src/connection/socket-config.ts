import type { SocketConfig, UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { proto } from '@whiskeysockets/baileys';
import type { Clock, SentStore } from '@columba/core';
import type { BaileysOptions } from '../baileys.options.js';
import type { GroupCache } from '../groups/group-cache.js';
import { toJid } from '../people/person.mapper.js';
import { BoundedCache } from './bounded-cache.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Caches = Pick<
  SocketConfig,
  'msgRetryCounterCache' | 'userDevicesCache' | 'callOfferCache' | 'placeholderResendCache'
>;

/** What the library remembers for a while. Ours outlive its sockets: a reconnect must not start retries afresh. */
export const socketCaches = (clock: Clock): Caches => ({
  msgRetryCounterCache: new BoundedCache(clock, { entries: 5000, ttlMs: HOUR_MS }),
  userDevicesCache: new BoundedCache(clock, { entries: 5000, ttlMs: 5 * MINUTE_MS }),
  callOfferCache: new BoundedCache(clock, { entries: 500, ttlMs: 5 * MINUTE_MS }),
  placeholderResendCache: new BoundedCache(clock, { entries: 1000, ttlMs: HOUR_MS }),
});

export interface SocketParts {
  options: BaileysOptions;
  sent: SentStore;
  caches: Caches;
  groups: GroupCache;
  logger: SocketConfig['logger'];
  auth: SocketConfig['auth'];
  makeSignalRepository: SocketConfig['makeSignalRepository'];
}

export function socketConfig({ options, sent, caches, groups, ...parts }: SocketParts): UserFacingSocketConfig {
  return {
    ...parts,
    ...caches,
    waWebSocketUrl: options.waWebSocketUrl,
    version: options.version,
    browser: options.browser,
    connectTimeoutMs: options.connectTimeoutMs,
    defaultQueryTimeoutMs: options.queryTimeoutMs,
    keepAliveIntervalMs: options.keepAliveMs,
    ...(options.qrTimeoutMs === undefined ? {} : { qrTimeout: options.qrTimeoutMs }),
    // The socket's own transactions: see signalTransactions for why.
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    // The phone goes on ringing for messages.
    markOnlineOnConnect: false,
    syncFullHistory: false,
    cachedGroupMetadata: (group) => groups.get(group),
    // A recipient that could not open a message asks for it again, perhaps after we were restarted.
    getMessage: async (key) => {
      const chat = toJid(key.remoteJid);
      const bytes = chat && key.id ? sent.get(chat, key.id as Parameters<SentStore['get']>[1]) : undefined;
      return bytes && proto.Message.decode(bytes);
    },
  };
}
