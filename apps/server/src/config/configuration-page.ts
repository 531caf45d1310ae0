import { z } from 'zod';
import { AREAS } from './columba.config.js';
import type { Area, Setting } from './setting.js';

/** `docs/configuration.md`: every setting with its default, made from the schemas themselves. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    '<!-- Generated from apps/server/src/config by `npm run generated`. Change the schemas, not this page. -->',
    '',
    'Everything has a default. An environment variable wins over an option of the Home Assistant add-on; a variable',
    'that begins with `COLUMBA_` and is not in this list, or an unknown option, stops the start with one line that names it.',
    '',
    ...Object.values(AREAS).flatMap(section),
    '## Where it is read from',
    '',
    '| variable | what |',
    '| --- | --- |',
    '| `COLUMBA_OPTIONS_FILE` | File with the options of the add-on. Default: `/data/options.json` when it exists. |',
    '',
  ].join('\n');
}

function section(area: Area): string[] {
  return [
    `## ${area.title}`,
    '',
    '| variable | add-on option | default | what |',
    '| --- | --- | --- | --- |',
    ...Object.values(area.settings).map(row),
    '',
  ];
}

function row(setting: Setting): string {
  const option = setting.option === undefined ? '' : `\`${setting.option}\``;
  const choices = choicesOf(setting.schema);
  const what = choices
    ? `${setting.description} One of ${choices.map((choice) => `\`${choice}\``).join(', ')}.`
    : setting.description;
  return `| \`${setting.env}\` | ${option} | ${setting.shownDefault ?? `\`${shown(setting)}\``} | ${what} |`;
}

function shown(setting: Setting): string {
  return String(setting.schema.parse(undefined));
}

function choicesOf(schema: z.ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return choicesOf(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined;
}
