import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../scripts/validate-addon.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = 'ha-addon/config.yaml';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'columba-addon-'));
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
  for (const part of [
    'ha-addon',
    'repository.yaml',
    'package.json',
    'docs/configuration.md',
    'docs/images',
    'docs/migrate-from-faserf.md',
    'docs/migrate-from-gajosu.md',
  ])
    cpSync(join(REPOSITORY, part), join(root, part), { recursive: true });
});

const at = (path: string) => join(root, path);
const write = (path: string, text: string) => writeFileSync(at(path), text);
const append = (path: string, text: string) => appendFileSync(at(path), text);
function replace(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(at(path), 'utf8');
  if (text === text.replace(from, to)) throw new Error(`nothing to plant in ${path}`);
  write(path, text.replace(from, to));
}
const config = (from: string | RegExp, to: string) => () => replace(CONFIG, from, to);
const more = (line: string) => () => append(CONFIG, `${line}\n`);

describe('the add-on', () => {
  it('is as Home Assistant wants it', () => {
    expect(faultsOf(REPOSITORY)).toEqual([]);
    expect(faultsOf(root)).toEqual([]);
  });

  const PLANTED: [string, () => void, string][] = [
    ['a second config file', () => write('ha-addon/config.json', '{}'), 'every config.yaml'],
    ['build.yaml', () => write('ha-addon/build.yaml', ''), 'build.yaml was retired'],
    ['no repository file', () => rmSync(at('repository.yaml')), 'repository.yaml cannot be read'],
    ['no maintainer', () => replace('repository.yaml', /maintainer.*/, ''), 'lacks maintainer'],
    ['YAML that is none', more(' : ['), 'config.yaml cannot be read'],
    ['no slug', config(/slug: .*/, ''), 'lacks slug'],
    ['a slug in capitals', config('slug: columba', 'slug: Columba'), 'slug must be'],
    ['a key that it does not know', more('audio: true'), 'audio is not a key'],
    ['the network of the host', more('host_network: true'), 'host_network: no own network'],
    ['the API of the Supervisor', more('hassio_api: true'), 'hassio_api: it may not'],
    ['a capability', more('privileged: [SYS_ADMIN]'), 'privileged: it needs no capability'],
    ['all devices', more('full_access: true'), 'full_access'],
    ['no AppArmor', more('apparmor: false'), 'apparmor: its own profile'],
    ['the retired watchdog', more('watchdog: http://x'), 'watchdog: retired'],
    ['a retired key', more('advanced: true'), 'advanced: retired'],
    ['a default said again', more('startup: application'), 'startup: application is the default'],
    ['an image for each architecture', config('/columba-chromium\n', '/{arch}-columba\n'), 'one image serves all'],
    ['an image with a tag', config('/columba-chromium\n', '/columba:1\n'), 'image must have no tag'],
    ['a retired architecture', config('  - amd64', '  - amd64\n  - armv7'), 'arch must be aarch64 and amd64'],
    ['no way to Home Assistant', config('homeassistant_api: true\n', ''), 'homeassistant_api must be on'],
    ['no standard input', config('stdin: true\n', ''), 'stdin must be on'],
    ['no broker', config('mqtt:want', 'mysql:want'), 'services must have mqtt:want'],
    ['no ingress', config('ingress: true', 'ingress: false'), 'ingress must be on'],
    ['an open port', config('8066/tcp: null', '8066/tcp: 8066'), '8066/tcp must be closed'],
    ['the configuration of Home Assistant', config('type: share', 'type: homeassistant_config'), 'only addon_config'],
    ['an endless stop', config('timeout: 30', 'timeout: 3000'), 'timeout must be'],
    ['a type that is none', config('password?', 'secret?'), 'schema of api_token'],
    ['a needed option without a default', config('list(baileys|wwebjs)?', 'list(baileys|wwebjs)'), 'engine is needed'],
    ['an option without a schema', config('  log_level: info', '  log_level: info\n  colour: red'), 'option colour'],
    ['no Spanish', () => rmSync(at('ha-addon/translations/es.yaml')), 'translations must be'],
    [
      'an option that one language forgets',
      () => replace('ha-addon/translations/fr.yaml', /^ {2}engine:\n.*\n.*\n/m, ''),
      'fr.yaml says nothing of engine',
    ],
    [
      'an option that one language invents',
      () => replace('ha-addon/translations/de.yaml', '  engine:', '  motor:'),
      'de.yaml speaks of motor',
    ],
    [
      'a port without a word',
      () => replace('ha-addon/translations/en.yaml', '8066/tcp', '3000/tcp'),
      'en.yaml says nothing of port',
    ],
    [
      'an option that the server does not know',
      config('  event_days:', '  event_weeks: int(1,9)?\n  event_days:'),
      'the form offers event_weeks',
    ],
    ['an option less than the server', config(/^ {2}ha_events:.*\n/m, ''), 'the server knows the option ha_events'],
    [
      'a server without a list of options',
      () => rmSync(at('docs/configuration.md')),
      'docs/configuration.md names no option',
    ],
    [
      'an option that DOCS.md forgets',
      () => replace('ha-addon/DOCS.md', /^\| `mqtt_url`.*\n/m, ''),
      'DOCS.md says nothing of the option mqtt_url',
    ],
    [
      'an option that DOCS.md invents',
      () => replace('ha-addon/DOCS.md', '| `mqtt_url`', '| `mqtt_host`'),
      'DOCS.md speaks of mqtt_host',
    ],
    ['another version than the package', config(/version: .*/, "version: '9.9.9'"), "the package's is"],
    [
      'a version without a word in the changelog',
      () => replace('ha-addon/CHANGELOG.md', /^## .*/m, '## 0.0.1'),
      'the newest in ha-addon/CHANGELOG.md',
    ],
    ['an icon that is not square', () => cpSync(at('ha-addon/logo.png'), at('ha-addon/icon.png')), 'icon.png must be'],
    ['a logo that is no picture', () => write('ha-addon/logo.png', '<svg/>'), 'logo.png must be'],
    [
      'a second profile in column 0',
      () => append('ha-addon/apparmor.txt', 'profile other {\n}\n'),
      'one profile in column 0',
    ],
    [
      'a profile of another name',
      () => replace('ha-addon/apparmor.txt', 'profile columba', 'profile other'),
      'must be named columba',
    ],
    ['no documentation', () => rmSync(at('ha-addon/DOCS.md')), 'DOCS.md is missing'],
    [
      'a picture that is not there',
      () => renameSync(at('docs/images/page-light.png'), at('docs/images/x.png')),
      'which is not there',
    ],
    [
      'a picture that Home Assistant cannot show',
      () => replace('ha-addon/DOCS.md', /\]\(https:.*\/docs\/images/, '](../docs/images'),
      'which has no whole address',
    ],
  ];
  it.each(PLANTED)('is refused with %s', (_mistake, plant, sentence) => {
    plant();
    expect(faultsOf(root).join('\n')).toContain(sentence);
  });
});
