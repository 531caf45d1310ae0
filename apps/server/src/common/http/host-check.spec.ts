import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { allowsHost, allowsOrigin } from './host-check.js';

describe('allowsHost', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:8066',
    '192.168.1.5:8066',
    '[::1]:8066',
    'localhost:8066',
    'LOCALHOST',
    'nas.local',
    'columba.lan:8066',
    `${hostname()}:8066`,
    `${hostname()}.local.hass.io:8066`,
  ])('takes %s', (host) => expect(allowsHost(host, ['columba.lan'])).toBe(true));
  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'evil-local',
    'user@localhost',
    'localhost/evil',
    'nas.local.evil.example:8066',
  ])('refuses %s', (host) => expect(allowsHost(host, ['columba.lan'])).toBe(false));
});

const from = (origin: string | undefined) => ({ headers: { origin, host: 'localhost:8066' } });

describe('allowsOrigin', () => {
  it.each([undefined, 'http://localhost:8066', 'https://localhost:8066', 'https://panel.example'])(
    'takes %s',
    (origin) => expect(allowsOrigin(from(origin), ['https://panel.example'])).toBe(true),
  );
  it.each(['null', 'http://localhost', 'http://localhost:8067', 'https://evil.example'])('refuses %s', (origin) =>
    expect(allowsOrigin(from(origin), ['https://panel.example'])).toBe(false),
  );
});
