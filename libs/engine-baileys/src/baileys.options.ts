import type { Agent } from 'node:https';
import { DEFAULT_CONNECTION_CONFIG, type WABrowserDescription, type WAVersion } from '@whiskeysockets/baileys';

/** Settings of the Baileys engine; the same for all sessions. Times in milliseconds. */
export interface BaileysOptions {
  /** Where WhatsApp listens; another address only for a simulated WhatsApp. */
  waWebSocketUrl: string;
  /** The WhatsApp Web version to present. The library's own is fixed per release and expires. */
  version: WAVersion;
  /** Asked once when WhatsApp refuses `version` as outdated; `undefined` when nothing newer is known. */
  latestVersion?: (signal: AbortSignal) => Promise<WAVersion | undefined>;
  /** For the socket and its handshake. */
  connectTimeoutMs: number;
  /** For each question put to WhatsApp, and for each call of the engine. */
  queryTimeoutMs: number;
  /** Between two signs of life; a connection silent for longer than this and 5 s is given up. */
  keepAliveMs: number;
  /** How long each QR is valid. Absent: as WhatsApp does it, 60 s for the first and 20 s for the others. */
  qrTimeoutMs?: number;
  /** How the linked device is shown on the phone: system, browser, version. */
  browser: WABrowserDescription;
  /** Names of the hosts that WhatsApp keeps pictures at, with all below them; others are not asked. */
  pictureHosts: readonly string[];
  /** A transfer of a file on which nothing moves for so long is given up. */
  mediaStallMs: number;
  /** The one host that files are fetched from, with its port; only for a simulated WhatsApp. */
  mediaHost?: string;
  /** For files and pictures alone; only for a simulated WhatsApp, which certifies itself. */
  agent?: Agent;
  /** Shows a QR to whoever runs the process, for example on the terminal. */
  printQr?: (text: string) => void;
}

export const DEFAULT_OPTIONS: BaileysOptions = {
  waWebSocketUrl: String(DEFAULT_CONNECTION_CONFIG.waWebSocketUrl),
  version: DEFAULT_CONNECTION_CONFIG.version,
  connectTimeoutMs: 20_000,
  queryTimeoutMs: 30_000,
  keepAliveMs: 20_000,
  mediaStallMs: 30_000,
  browser: ['Columba', 'Chrome', '1.0'],
  pictureHosts: ['whatsapp.net'],
};
