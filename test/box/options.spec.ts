import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { z } from 'zod';
import { AREAS } from '../../apps/server/src/config/columba.config.js';
import type { Setting } from '../../apps/server/src/config/setting.js';

const { options, schema } = load(
  readFileSync(fileURLToPath(new URL('../../ha-addon/config.yaml', import.meta.url)), 'utf8'),
) as { options: Record<string, string>; schema: Record<string, string | string[]> };

const all: Setting[] = Object.values(AREAS).flatMap((area) => Object.values(area.settings));
const settings = new Map<string, Setting>(
  all.flatMap((setting) => (setting.option === undefined ? [] : [[setting.option, setting] as const])),
);
const takes = (name: string, value: string): boolean => settings.get(name)?.schema.safeParse(value).success === true;
const typeOf = (name: string): string => [schema[name]].flat()[0]?.replace(/\?$/, '') ?? '';
const argumentsOf = (name: string): string => /\((.*)\)$/.exec(typeOf(name))?.[1] ?? '';

/** Settings that nobody can set in the form, each for its reason. Whoever adds one says here why it is none of an add-on's. */
const NOT_IN_THE_FORM: Record<string, readonly string[]> = {
  'the image decides': [
    'COLUMBA_HOST',
    'COLUMBA_PORT',
    'COLUMBA_DATA_DIR',
    'COLUMBA_IMPORT_DIRS',
    'CHROMIUM_PATH',
    'WA_BROWSER_SANDBOX',
  ],
  'the Supervisor decides': ['HA_BASE_URL', 'SUPERVISOR_TOKEN', 'HA_TOKEN', 'COLUMBA_INGRESS_PORT'],
  'the folders that config.yaml maps': ['HA_FILE_ROOTS'],
  'for dozens of sessions, more than such a machine carries': ['WA_CONNECTS_PER_10_SECONDS'],
  'for tests': [
    'INGRESS_TRUSTED_IPS',
    'WA_WEB_SOCKET_URL',
    'WA_MEDIA_HOST',
    'WA_MEDIA_CA',
    'WA_BROWSER_ARGUMENTS',
    'WA_CONNECT_TIMEOUT_SECONDS',
    'COLUMBA_FAILPOINTS',
    'COLUMBA_ALLOW_FAILPOINTS',
  ],
};
const reasoned = Object.values(NOT_IN_THE_FORM).flat();

/** Settings that are neither in the form nor left out of it for a reason. */
const forgotten = (known: readonly Setting[]): string[] =>
  known.filter(({ env, option }) => (option === undefined) !== reasoned.includes(env)).map(({ env }) => env);

/** The form of Home Assistant and the settings of the server are one thing: what the one offers the other takes. */
describe('the options of the add-on', () => {
  it('are those of the server, all of them', () => {
    expect(Object.keys(schema).toSorted()).toEqual([...settings.keys()].toSorted());
  });

  it('leave no setting out but for a reason that stands above', () => {
    expect(forgotten(all)).toEqual([]);
    expect(reasoned.filter((name) => !all.some(({ env }) => env === name))).toEqual([]);
    const added: Setting = { env: 'HA_ADDED', schema: z.string(), description: 'Planted.' };
    expect(forgotten([...all, added])).toEqual(['HA_ADDED']);
    expect(forgotten([{ ...added, env: 'HA_FILE_ROOTS', option: 'file_roots' }])).toEqual(['HA_FILE_ROOTS']);
  });

  it('have defaults that the server takes', () => {
    for (const [name, value] of Object.entries(options))
      expect({ name, taken: takes(name, value) }).toEqual({ name, taken: true });
  });

  it.each(Object.keys(schema).filter((name) => typeOf(name).startsWith('list(')))('%s: the same choices', (name) => {
    const offered = argumentsOf(name).split('|');
    expect(offered.filter((choice) => !takes(name, choice))).toEqual([]);
    // The server names its own choices when it is given another one.
    const issue = settings.get(name)?.schema.safeParse('no such choice').error?.issues[0] as { values?: string[] };
    expect(offered.toSorted()).toEqual(issue.values?.toSorted());
  });

  it.each(Object.keys(schema).filter((name) => typeOf(name).startsWith('int(')))('%s: the same limits', (name) => {
    const [least = 0, most = 0] = argumentsOf(name).split(',').map(Number);
    const taken = [least - 1, least, most, most + 1].map((value) => takes(name, String(value)));
    expect(taken).toEqual([false, true, true, false]);
  });

  it.each(Object.keys(schema).filter((name) => typeOf(name).startsWith('match(')))('%s: the same form', (name) => {
    const form = new RegExp(argumentsOf(name));
    for (const example of [
      'home',
      'a-b_1',
      'Home',
      '-x',
      '',
      '2.3000.1023',
      '2.3',
      'mqtt://10.0.0.5:1883',
      'http://x',
      'x'.repeat(65),
    ])
      if (example !== '')
        expect({ example, taken: takes(name, example) }).toEqual({ example, taken: form.test(example) });
  });
});
