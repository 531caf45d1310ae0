import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { AREAS, type ColumbaConfig } from './columba.config.js';
import { SUPERVISOR_ADDRESS } from './ingress.config.js';
import type { Setting } from './setting.js';

/** A mistake in the configuration; the message is one line for the person who made it. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the Supervisor writes what the user filled into the add-on's form. */
const ADD_ON_OPTIONS = '/data/options.json';
/** Variables that are read elsewhere or only here, and so are no mistake. */
const OTHER_VARIABLES = ['COLUMBA_OPTIONS_FILE'];

/**
 * Reads all settings: a variable wins over an add-on option, an option over the default.
 * @throws ConfigError at the first mistake, also at an unknown `COLUMBA_…` variable or an unknown option.
 */
export function loadConfig(env: Environment = process.env): ColumbaConfig {
  const settings = Object.values(AREAS).flatMap((area) => Object.values(area.settings));
  refuseUnknownVariables(env, settings);
  const options = readOptions(env['COLUMBA_OPTIONS_FILE']);
  refuseUnknownOptions(options, settings);
  const areas = Object.entries(AREAS).map(([name, area]) => [
    name,
    Object.fromEntries(Object.entries(area.settings).map(([key, setting]) => [key, read(setting, env, options)])),
  ]);
  const config = Object.fromEntries(areas) as ColumbaConfig;
  refuseFaults(config);
  refuseOpenTls(env);
  refuseOtherPeers(config, env);
  return config;
}

/** A variable left over from a test must not cost anybody a message. */
function refuseFaults({ faults, engineTest }: ColumbaConfig): void {
  if (faults.failpoints.length > 0 && engineTest.socketUrl === undefined && !faults.allowed)
    throw new ConfigError('COLUMBA_FAILPOINTS is for a simulated WhatsApp only; see COLUMBA_ALLOW_FAILPOINTS');
}

/** Node obeys it everywhere: every certificate would pass, also on the way to WhatsApp. */
function refuseOpenTls(env: Environment): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw new ConfigError('NODE_TLS_REJECT_UNAUTHORIZED=0 must not be set: no certificate would be checked any more');
}

/** Whoever is on this list needs no key: outside of a test that is the Supervisor, and nobody else. */
function refuseOtherPeers({ ingress }: ColumbaConfig, env: Environment): void {
  const others = ingress.trustedAddresses.filter((address) => address !== SUPERVISOR_ADDRESS);
  if (env['NODE_ENV'] === 'production' && others.length > 0)
    throw new ConfigError('INGRESS_TRUSTED_IPS is for tests only: here it must not be set');
}

function read(setting: Setting, env: Environment, options: Environment): unknown {
  const given = [setting.env, ...(setting.alias ? [setting.alias] : [])].find((name) => blankAsAbsent(env[name]));
  const fromEnv = given && blankAsAbsent(env[given]);
  const fromOption = setting.option === undefined ? undefined : blankAsAbsent(options[setting.option]);
  const result = setting.schema.safeParse(fromEnv ?? fromOption);
  if (result.success) return result.data;
  const name = given ?? `Option ${setting.option}`;
  // The value itself stays out of the line: it may be a secret.
  throw new ConfigError(`${name} ${plainReason(result.error)}`);
}

function plainReason(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue?.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`;
  return issue?.message ?? 'is not valid';
}

function refuseUnknownVariables(env: Environment, settings: readonly Setting[]): void {
  const known = new Set([...settings.map((setting) => setting.env), ...OTHER_VARIABLES]);
  const unknown = Object.keys(env).find((name) => name.startsWith('COLUMBA_') && !known.has(name));
  if (unknown !== undefined) throw new ConfigError(`${unknown} is not a setting of Columba; see docs/configuration.md`);
}

function refuseUnknownOptions(options: Environment, settings: readonly Setting[]): void {
  const known = new Set(settings.map((setting) => setting.option));
  const unknown = Object.keys(options).find((name) => !known.has(name));
  if (unknown !== undefined) throw new ConfigError(`Option ${unknown} is not known; see docs/configuration.md`);
}

/** The add-on's options as texts, so that both sources pass the same schema. Lists are joined by commas. */
function readOptions(file: string | undefined): Environment {
  const path = file ?? ADD_ON_OPTIONS;
  if (file === undefined && !existsSync(path)) return {};
  try {
    const options = z.record(z.string(), OPTION).parse(JSON.parse(readFileSync(path, 'utf8')));
    return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, asText(value)]));
  } catch (error) {
    throw new ConfigError('The options file cannot be read: it must be a JSON object of texts, numbers and lists', {
      cause: error,
    });
  }
}

const SCALAR = z.union([z.string(), z.number(), z.boolean()]);
const OPTION = z.union([SCALAR, z.null(), z.array(SCALAR)]);

const asText = (value: z.output<typeof OPTION>): string | undefined =>
  value === null ? undefined : Array.isArray(value) ? value.join(',') : String(value);

const blankAsAbsent = (text: string | undefined): string | undefined =>
  text?.trim() === '' ? undefined : text?.trim();
