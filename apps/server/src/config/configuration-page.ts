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
    ...table([
      ['variable', 'what'],
      ['`COLUMBA_OPTIONS_FILE`', 'File with the options of the add-on. Default: `/data/options.json` when it exists.'],
    ]),
    '',
  ].join('\n');
}

function section(area: Area): string[] {
  const header = ['variable', 'add-on option', 'default', 'what'];
  return [`## ${area.title}`, '', ...table([header, ...Object.values(area.settings).map(row)]), ''];
}

function row(setting: Setting): string[] {
  const choices = choicesOf(setting.schema)?.map((choice) => `\`${choice}\``);
  return [
    setting.alias === undefined ? `\`${setting.env}\`` : `\`${setting.env}\` or \`${setting.alias}\``,
    setting.option === undefined ? '' : `\`${setting.option}\``,
    setting.shownDefault ?? `\`${shown(setting)}\``,
    choices ? `${setting.description} One of ${choices.join(', ')}.` : setting.description,
  ];
}

/** A table whose columns are aligned, as the formatter of the repository wants them. */
function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [header = [], ...body] = rows;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}

function shown(setting: Setting): string {
  return String(setting.schema.parse(undefined));
}

function choicesOf(schema: z.ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return choicesOf(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined;
}
