/** Settings of the whatsapp-web.js engine; the same for all sessions. Times in milliseconds. */
export interface WwebjsOptions {
  /** The browser; `undefined`: the first Chromium that is found, see `find-chromium.ts`. */
  executablePath?: string | undefined;
  /** For the browser, besides what it gets anyway; a simulated WhatsApp is reached by such arguments. */
  browserArguments: readonly string[];
  /** The browser's own sandbox; it does not work for root and in most containers. */
  sandbox: boolean;
  /** From the start of the browser to WhatsApp's page. */
  launchTimeoutMs: number;
  /** From the page to a QR, or to a connection where the session is linked. */
  connectTimeoutMs: number;
  /** From the connection to a page that the library has equipped. */
  readyTimeoutMs: number;
  /** How long the library may miss that the page has synced before it is told. */
  rescueAfterMs: number;
  /** For each call of the engine. */
  queryTimeoutMs: number;
  /** For the page to hand a file over, or to fetch one; what is not there by then has failed. */
  mediaTimeoutMs: number;
  /** How long somebody has to scan a QR before the session stops. */
  linkTimeoutMs: number;
  /** How long each QR is shown as valid. */
  qrTimeoutMs: number;
  /** How long the page may try by itself to come back before the browser is started anew. */
  reconnectTimeoutMs: number;
  /** The page is heard of at least this often, also when nothing happens. */
  heartbeatMs: number;
  /** How long an answer to a sign of life may take; two misses end the browser. */
  probeTimeoutMs: number;
  /** For the browser to end politely. */
  closeTimeoutMs: number;
  /** The past is read so long after connecting, then again so long after that; the phone hands it over bit by bit. */
  historyAfterMs: readonly number[];
  /** Shows a QR to whoever runs the process, for example on the terminal. */
  printQr?: (text: string) => void;
}

export const DEFAULT_OPTIONS: WwebjsOptions = {
  browserArguments: [],
  sandbox: process.getuid?.() !== 0,
  launchTimeoutMs: 60_000,
  connectTimeoutMs: 90_000,
  readyTimeoutMs: 60_000,
  rescueAfterMs: 3000,
  queryTimeoutMs: 30_000,
  mediaTimeoutMs: 300_000,
  linkTimeoutMs: 180_000,
  qrTimeoutMs: 20_000,
  reconnectTimeoutMs: 300_000,
  heartbeatMs: 15_000,
  probeTimeoutMs: 10_000,
  closeTimeoutMs: 5000,
  historyAfterMs: [60_000, 600_000],
};
