/** How events reach Home Assistant. Doubles as its own injection token. */
export class HaEventsConfig {
  /** In which form events are fired; `off`: not at all. */
  mode: 'gajosu' | 'off' = 'gajosu';
  /** Running as an add-on: Home Assistant is reached through the Supervisor unless `baseUrl` says otherwise. */
  supervisor = false;
  /** For example `http://homeassistant.local:8123`. */
  baseUrl?: string;
  /** The Supervisor's, or a long-lived one of an administrator. Never logged. */
  token?: string;
  /** Between the state RUNNING and the first event: automations are armed some moments late. */
  readyDelayMs = 3_000;
  requestTimeoutMs = 10_000;
  /** How long a seen RUNNING counts without asking again; shorter than any restart of Home Assistant. */
  trustMs = 2_000;
  /** How often to ask while Home Assistant starts or stops. */
  startingPollMs = 1_000;
  idleCheckMs = 10_000;

  constructor(values: Partial<HaEventsConfig> = {}) {
    Object.assign(this, values);
  }
}

const SUPERVISOR_URL = 'http://supervisor/core';

/** Where to fire events, or why none are fired. */
export function targetOf(config: HaEventsConfig): { baseUrl: string; token: string } | { missing: string } {
  if (config.mode === 'off') return { missing: 'Events for Home Assistant are switched off' };
  const baseUrl = config.baseUrl ?? (config.supervisor ? SUPERVISOR_URL : undefined);
  if (!baseUrl) return { missing: 'The address of Home Assistant is not configured' };
  if (!config.token) return { missing: 'There is no access token for Home Assistant' };
  return { baseUrl, token: config.token };
}
