import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { AREAS } from '../../apps/server/src/config/columba.config.js';
import type { Setting } from '../../apps/server/src/config/setting.js';

const { options, schema } = load(
  readFileSync(fileURLToPath(new URL('../../ha-addon/config.yaml', import.meta.url)), 'utf8'),
) as { options: Record<string, string>; schema: Record<string, string | string[]> };

const settings = new Map<string, Setting>(
  Object.values(AREAS)
    .flatMap((area) => Object.values(area.settings))
    .flatMap((setting) => (setting.option === undefined ? [] : [[setting.option, setting] as const])),
);
const takes = (name: string, value: string): boolean => settings.get(name)?.schema.safeParse(value).success === true;
const typeOf = (name: string): string => [schema[name]].flat()[0]?.replace(/\?$/, '') ?? '';
const argumentsOf = (name: string): string => /\((.*)\)$/.exec(typeOf(name))?.[1] ?? '';

/** The form of Home Assistant and the settings of the server are one thing: what the one offers the other takes. */
describe('the options of the add-on', () => {
  it('are those of the server, all of them', () => {
    expect(Object.keys(schema).toSorted()).toEqual([...settings.keys()].toSorted());
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
    for (const example of ['home', 'a-b_1', 'Home', '-x', '', '2.3000.1023', '2.3', 'x'.repeat(65)])
      if (example !== '')
        expect({ example, taken: takes(name, example) }).toEqual({ example, taken: form.test(example) });
  });
});
