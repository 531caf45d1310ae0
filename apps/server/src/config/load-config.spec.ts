import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AREAS } from './columba.config.js';
import { configurationPage } from './configuration-page.js';
import { ConfigError, loadConfig } from './load-config.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'columba-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function optionsFile(options: unknown): { COLUMBA_OPTIONS_FILE: string } {
  const file = join(folder, 'options.json');
  writeFileSync(file, typeof options === 'string' ? options : JSON.stringify(options));
  return { COLUMBA_OPTIONS_FILE: file };
}

describe('loadConfig', () => {
  it('needs nothing at all', () => {
    expect(loadConfig({})).toEqual({
      http: { host: '127.0.0.1', port: 8066, allowedHosts: [], corsOrigins: [] },
      storage: { directory: './data', importDirectories: [] },
      logging: { level: 'info' },
      auth: { token: undefined },
      sessions: { names: ['home'] },
      engine: { kind: 'baileys', version: undefined, connectsPer10Seconds: 10 },
      engineTest: {
        socketUrl: undefined,
        mediaHost: undefined,
        mediaCa: undefined,
        connectTimeoutMs: undefined,
      },
      homeAssistant: {
        events: undefined,
        baseUrl: 'http://supervisor/core',
        token: undefined,
        tokenAlias: undefined,
        commands: 'on',
        allowedRecipients: [],
        allowedSenders: [],
        fileRoots: undefined,
      },
      mqtt: {
        enabled: 'auto',
        url: undefined,
        user: undefined,
        password: undefined,
        content: 'metadata',
        discoveryPrefix: 'homeassistant',
        favourites: [],
      },
      ingress: { port: undefined, otherUsers: 'nothing', trustedAddresses: ['172.30.32.2'] },
      media: {
        download: 'all',
        maxBytes: 64_000_000,
        keepMs: 604_800_000,
        urlMaxBytes: 52_428_800,
        urlTimeoutMs: 15_000,
        allowedAddresses: [],
      },
      gajosu: { auth: 'token', session: undefined },
      faserf: { enabled: true, session: undefined },
      consumers: {
        webhookAllow: [],
        webhookTimeoutSeconds: 15,
        eventDays: 30,
        eventCount: 1_000_000,
        eventMegabytes: 2_000,
      },
      pacing: {
        perMinute: 30,
        perHour: 500,
        perDay: 3_000,
        newChatsPerDay: 30,
        warmUpDays: 7,
        chatGapMs: 1_000,
        quietHours: undefined,
        quietHoursZone: undefined,
      },
      faults: { failpoints: [], allowed: false },
    });
  });

  it('reads where webhooks may go inside the own network, and nowhere that is never allowed', () => {
    const { consumers } = loadConfig({ COLUMBA_WEBHOOK_ALLOW: 'http://10.0.0.5:1880/hook, http://n8n.lan/' });
    expect(consumers.webhookAllow).toEqual(['http://10.0.0.5:1880/hook', 'http://n8n.lan/']);
    for (const wrong of ['10.0.0.5', 'http://supervisor/core', 'http://user:pass@10.0.0.5/'])
      expect(() => loadConfig({ COLUMBA_WEBHOOK_ALLOW: wrong })).toThrow('COLUMBA_WEBHOOK_ALLOW must be addresses');
  });

  it('reads quiet hours and their time zone', () => {
    const { pacing } = loadConfig({
      COLUMBA_QUIET_HOURS: '22:30-07:05',
      COLUMBA_QUIET_HOURS_ZONE: 'Europe/Madrid',
    });
    expect(pacing).toMatchObject({ quietHours: { from: 1350, to: 425 }, quietHoursZone: 'Europe/Madrid' });
  });

  it('provokes faults only with a simulated WhatsApp, or when told to', () => {
    const order = { COLUMBA_FAILPOINTS: 'in.raw.after:crash:3' };
    expect(() => loadConfig(order)).toThrow(/simulated WhatsApp only/);
    expect(() => loadConfig({ COLUMBA_FAILPOINTS: 'nowhere:crash' })).toThrow(/COLUMBA_FAILPOINTS 'nowhere:crash'/);
    const wanted = [{ name: 'in.raw.after', action: { kind: 'crash' }, nth: 3, onwards: false }];
    for (const more of [{ WA_WEB_SOCKET_URL: 'ws://127.0.0.1:1/' }, { COLUMBA_ALLOW_FAILPOINTS: 'true' }])
      expect(loadConfig({ ...order, ...more }).faults.failpoints).toEqual(wanted);
  });

  it('reads variables', () => {
    const config = loadConfig({
      COLUMBA_HOST: '0.0.0.0',
      COLUMBA_PORT: '9000',
      COLUMBA_ALLOWED_HOSTS: 'Columba.lan, nas',
      COLUMBA_SESSIONS: 'home,office',
      WA_VERSION: '2.3000.1023',
      WA_CONNECT_TIMEOUT_SECONDS: '3',
      CORS_ORIGINS: 'https://panel.example',
    });
    expect(config.http).toEqual({
      host: '0.0.0.0',
      port: 9000,
      allowedHosts: ['columba.lan', 'nas'],
      corsOrigins: ['https://panel.example'],
    });
    expect(config.sessions.names).toEqual(['home', 'office']);
    expect(config.engine.version).toEqual([2, 3000, 1023]);
    expect(config.engineTest.connectTimeoutMs).toBe(3000);
  });

  it('reads the options of the add-on, and lets a variable win', () => {
    const file = optionsFile({ log_level: 'debug', sessions: ['a', 'b'], allowed_hosts: null, cors_origins: '' });
    const config = loadConfig({ ...file, COLUMBA_LOG_LEVEL: 'warn' });
    expect(config.logging.level).toBe('warn');
    expect(config.sessions.names).toEqual(['a', 'b']);
    expect(config.http.allowedHosts).toEqual([]);
  });

  it('takes the variable of an older program, and prefers its own', () => {
    const [theirs, ours] = ['b7'.repeat(20), 'c3'.repeat(20)];
    expect(loadConfig({ API_TOKEN: theirs }).auth.token).toBe(theirs);
    expect(loadConfig({ API_TOKEN: theirs, COLUMBA_API_TOKEN: ours }).auth.token).toBe(ours);
    expect(() => loadConfig({ API_TOKEN: 'short' })).toThrow('API_TOKEN must be 32 to 128');
  });

  it.each([
    [{ COLUMBA_PROT: '1' }, 'COLUMBA_PROT is not a setting'],
    [{ COLUMBA_PORT: '70000' }, 'COLUMBA_PORT must be 0 to 65535'],
    [{ COLUMBA_PORT: 'x' }, 'COLUMBA_PORT must be a whole number'],
    [{ COLUMBA_LOG_LEVEL: 'loud' }, 'COLUMBA_LOG_LEVEL must be one of: trace'],
    [{ COLUMBA_SESSIONS: 'Home!' }, 'COLUMBA_SESSIONS must be session names'],
    [{ COLUMBA_ALLOWED_HOSTS: 'a/b' }, 'COLUMBA_ALLOWED_HOSTS must be host names'],
    [{ CORS_ORIGINS: '*' }, 'CORS_ORIGINS must be origins'],
    [{ WA_ENGINE: 'whatsmeow' }, 'WA_ENGINE must be one of: baileys'],
    [{ WA_WEB_SOCKET_URL: 'http://x' }, 'WA_WEB_SOCKET_URL must be an address'],
    [{ COLUMBA_QUIET_HOURS: '22-7' }, 'COLUMBA_QUIET_HOURS must be two times like'],
    [{ COLUMBA_QUIET_HOURS: '22:00-24:00' }, 'COLUMBA_QUIET_HOURS must be two times like'],
    [{ COLUMBA_QUIET_HOURS: '07:00-07:00' }, 'COLUMBA_QUIET_HOURS must be two different times'],
    [{ COLUMBA_QUIET_HOURS_ZONE: 'Mars/Olympus' }, 'COLUMBA_QUIET_HOURS_ZONE must be a time zone'],
    [{ INGRESS_TRUSTED_IPS: 'supervisor' }, 'INGRESS_TRUSTED_IPS must be IP addresses'],
    [{ INGRESS_TRUSTED_IPS: '10.0.0.1', NODE_ENV: 'production' }, 'INGRESS_TRUSTED_IPS is for tests only'],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0 must not be set'],
    [{ HA_BASE_URL: 'http://user:pass@x' }, 'HA_BASE_URL must be an address'],
    [{ COLUMBA_API_TOKEN: 'short' }, 'COLUMBA_API_TOKEN must be 32 to 128'],
    [{ COLUMBA_API_TOKEN: 'changeme-changeme-changeme-changeme' }, 'COLUMBA_API_TOKEN is a well-known example'],
    [{ COLUMBA_API_TOKEN: 'a'.repeat(40) }, 'COLUMBA_API_TOKEN is a well-known example'],
    [{ COLUMBA_API_TOKEN: 'your-api-token-your-api-token-1234' }, 'COLUMBA_API_TOKEN is a well-known example'],
  ])('refuses %j', (env, line) => {
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(line);
  });

  it('never repeats a secret in its complaint', () => {
    expect(() => loadConfig({ COLUMBA_API_TOKEN: 'my secret' })).not.toThrow(/my secret/);
  });

  it.each([
    [{ log_levle: 'debug' }, 'Option log_levle is not known'],
    [{ log_level: 'loud' }, 'Option log_level must be one of'],
    ['[]', 'The options file cannot be read'],
    ['{', 'The options file cannot be read'],
  ])('refuses the options %j', (options, line) => {
    expect(() => loadConfig(optionsFile(options))).toThrow(line);
  });

  it('refuses a named options file that is not there', () => {
    expect(() => loadConfig({ COLUMBA_OPTIONS_FILE: join(folder, 'nowhere.json') })).toThrow(ConfigError);
  });
});

describe('configurationPage', () => {
  it('has a row for each setting', () => {
    const page = configurationPage();
    for (const { env } of Object.values(AREAS).flatMap((area) => Object.values(area.settings)))
      expect(page).toContain(`\`${env}\``);
    expect(page).not.toContain('undefined');
  });
});
