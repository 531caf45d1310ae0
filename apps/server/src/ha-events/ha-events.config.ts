/** How Home Assistant is reached, and how events get there. Doubles as its own injection token. */
export class HaEventsConfig {
  /** In which form events are fired; `off`: not at all. */
  mode: 'gajosu' | 'native' | 'off' = 'gajosu';
  /** For example `http://homeassistant.local:8123`; inside an add-on the Supervisor's proxy, which ends with `/core`. */
  baseUrl?: string;
  /** The Supervisor's, or a long-lived one of an administrator. Never logged. */
  token?: string;
  /** Whose messages are marked as allowed; empty: everybody's. */
  allowedSenders: readonly string[] = [];
  /** `rest`: the WebSocket is not even tried. */
  transport: 'auto' | 'rest' = 'auto';
  /** Between the state RUNNING and the first event: automations are armed some moments late. */
  readyDelayMs = 3_000;
  requestTimeoutMs = 10_000;
  /** How long a RUNNING seen over REST counts without asking again; shorter than any restart of Home Assistant. */
  trustMs = 2_000;
  /** How often to ask while Home Assistant starts or stops. */
  startingPollMs = 1_000;
  idleCheckMs = 10_000;
  heartbeatMs = 30_000;
  unauthorisedRetryMs = 300_000;
  upgradeRetryMs = 600_000;
  perSecond = 50;
  /** Events in flight at once while a backlog is drained. */
  window = 32;

  constructor(values: Partial<HaEventsConfig> = {}) {
    Object.assign(this, values);
  }
}

/** Where Home Assistant is, or what is missing for that. */
export function targetOf(config: HaEventsConfig): { baseUrl: string; token: string } | { missing: string } {
  if (!config.baseUrl) return { missing: 'The address of Home Assistant is not configured' };
  if (!config.token) return { missing: 'There is no access token for Home Assistant' };
  return { baseUrl: config.baseUrl, token: config.token };
}

/** Why no events are fired; nothing when they are. */
export function idleReason(config: HaEventsConfig): string | undefined {
  if (config.mode === 'off') return 'Events for Home Assistant are switched off';
  const target = targetOf(config);
  return 'missing' in target ? target.missing : undefined;
}
