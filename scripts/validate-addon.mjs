/**
 * `npm run box`: whether Home Assistant would take the add-on as it is meant: the rules of its Supervisor, those of the
 * community's linter, and our own. The Supervisor drops what it does not know without a word, so this is the stricter one.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const FOLDER = 'ha-addon';
/** Made from the schemas of the server by `npm run generated`. */
const SETTINGS = 'docs/configuration.md';
export const LANGUAGES = ['de', 'en', 'es', 'fr'];

const KEYS = new Set(
  `name version slug description url image arch homeassistant homeassistant_api init services ingress ingress_stream panel_icon
   panel_title ports map stdin timeout backup_pre backup_post backup_exclude stage options schema breaking_versions`
    .trim()
    .split(/\s+/),
);
/** Each a hole, or something that the Supervisor no longer knows. */
const FORBIDDEN = {
  host_network: 'no own network is needed',
  host_pid: 'it may not see other processes',
  privileged: 'it needs no capability',
  full_access: 'it needs no device',
  docker_api: 'it may not reach Docker',
  hassio_api: 'it may not ask the Supervisor',
  hassio_role: 'it has no role',
  auth_api: 'it checks no passwords',
  apparmor: 'its own profile is always on',
  discovery: 'there is no integration to be found by',
  watchdog: 'retired: the image has a HEALTHCHECK',
  webui: 'there is ingress',
  advanced: 'retired in 2026',
  codenotary: 'retired',
  tmpfs: 'media would fill the memory',
  legacy: 'options come in a file',
};
const DEFAULTS = {
  init: true,
  boot: 'auto',
  startup: 'application',
  ingress_port: 8099,
  ingress_entry: '/',
  panel_admin: true,
  stage: 'stable',
  backup: 'hot',
  homeassistant_api: false,
  stdin: false,
  ingress_stream: false,
  timeout: 10,
};
const NEEDED = {
  homeassistant_api: 'events are fired and heard there',
  stdin: 'hassio.app_stdin writes there',
};
const MAPS = ['addon_config', 'media', 'share'];
const SCHEMA =
  /^(bool|email|url|port|str(\(\d*,?\d*\))?|password(\(\d*,?\d*\))?|int(\(-?\d*,-?\d*\))?|float(\(-?[\d.]*,-?[\d.]*\))?|match\(.+\)|list\([^|)]+(\|[^|)]+)*\))\??$/;

/** Every fault, a sentence each. @param {string} root the folder of the repository */
export function faultsOf(root) {
  const faults = [];
  const fault = (sentence) => faults.push(sentence);
  const files = filesBelow(root);
  const configs = files.filter((file) => /(^|\/)config\.(ya?ml|json)$/.test(file));
  if (configs.join() !== `${FOLDER}/config.yaml`)
    fault(
      `The store takes every config.yaml, .yml and .json for an add-on; there are: ${configs.join(', ') || 'none'}`,
    );
  if (files.some((file) => /(^|\/)build\.ya?ml$/.test(file))) fault('build.yaml was retired in 2026');
  const store = yaml(root, 'repository.yaml', fault);
  for (const key of ['name', 'url', 'maintainer']) if (!store[key]) fault(`repository.yaml lacks ${key}`);
  const config = yaml(root, `${FOLDER}/config.yaml`, fault);
  checkKeys(config, fault);
  checkReach(config, fault);
  checkOptions(config, fault);
  checkTranslations(root, config, fault);
  checkSettings(root, config, fault);
  checkVersion(root, config, fault);
  checkPictures(root, fault);
  checkProfile(root, config, fault);
  for (const name of ['README.md', 'DOCS.md', 'CHANGELOG.md'])
    if (!files.includes(`${FOLDER}/${name}`)) fault(`${FOLDER}/${name} is missing`);
  checkDocs(root, files, store, fault);
  return faults;
}

function checkKeys(config, fault) {
  for (const key of ['name', 'version', 'slug', 'description', 'arch', 'url', 'image'])
    if (!config[key]) fault(`config.yaml lacks ${key}`);
  for (const [key, value] of Object.entries(config)) {
    if (key in FORBIDDEN) fault(`${key}: ${FORBIDDEN[key]}`);
    else if (key in DEFAULTS && DEFAULTS[key] === value) fault(`${key}: ${value} is the default; leave it out`);
    else if (!KEYS.has(key)) fault(`${key} is not a key that this add-on should have`);
  }
  if (!/^[a-z0-9_]+$/.test(config.slug ?? '')) fault('slug must be of a-z, 0-9 and _');
  if (String(config.image ?? '').includes('{arch}')) fault('image: one image serves all architectures');
  if (/:[^/]*$/.test(config.image ?? '')) fault('image must have no tag; the version is the tag');
  const arch = [...(config.arch ?? [])].toSorted((one, other) => one.localeCompare(other)).join();
  if (arch !== 'aarch64,amd64') fault(`arch must be aarch64 and amd64, not ${arch}`);
}

function checkReach(config, fault) {
  for (const [key, why] of Object.entries(NEEDED)) if (config[key] !== true) fault(`${key} must be on: ${why}`);
  if (![config.services].flat().includes('mqtt:want')) fault('services must have mqtt:want: else no broker is told');
  if (config.ingress !== true) fault('ingress must be on: the page is only safe behind it');
  if (config.ingress_port === 0) fault('ingress_port 0 is for the network of the host');
  for (const [port, host] of Object.entries(config.ports ?? {}))
    if (host !== null) fault(`${port} must be closed until the user opens it`);
  for (const { type } of config.map ?? [])
    if (!MAPS.includes(type)) fault(`map ${type}: only ${MAPS.join(', ')} are needed`);
  if ((config.timeout ?? 10) < 10 || config.timeout > 300) fault('timeout must be 10 to 300');
}

function checkOptions({ options = {}, schema = {} }, fault) {
  for (const [name, type] of Object.entries(schema)) {
    const [kind] = [type].flat();
    if (typeof kind !== 'string' || !SCHEMA.test(kind)) fault(`schema of ${name}: ${JSON.stringify(type)} is no type`);
    else if (!kind.endsWith('?') && options[name] === undefined) fault(`${name} is needed and has no default`);
  }
  for (const name of Object.keys(options)) if (!(name in schema)) fault(`option ${name} has no schema`);
}

function checkTranslations(root, { schema = {}, ports = {} }, fault) {
  const there = listed(join(root, FOLDER, 'translations'));
  const wanted = LANGUAGES.map((language) => `${language}.yaml`);
  if (there.join() !== wanted.join()) fault(`translations must be ${wanted.join(', ')}, not ${there.join(', ')}`);
  for (const file of there) {
    const { configuration = {}, network = {} } = yaml(root, `${FOLDER}/translations/${file}`, fault);
    for (const name of Object.keys(schema))
      if (!configuration[name]?.name || !configuration[name]?.description) fault(`${file} says nothing of ${name}`);
    for (const name of Object.keys(configuration))
      if (!(name in schema)) fault(`${file} speaks of ${name}, which is no option`);
    for (const port of Object.keys(ports)) if (!network[port]) fault(`${file} says nothing of port ${port}`);
  }
}

/** The form, the server (by the list made from its schemas) and the documentation speak of the same options. */
function checkSettings(root, { schema = {} }, fault) {
  const offered = Object.keys(schema);
  const known = [...text(root, SETTINGS).matchAll(/^\| `[^|]* \| `(\w+)` +\|/gm)].map(([, name]) => name);
  if (known.length === 0) fault(`${SETTINGS} names no option`);
  const explained = [...optionsIn(text(root, `${FOLDER}/DOCS.md`)).matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  for (const name of known)
    if (!offered.includes(name)) fault(`the server knows the option ${name}, the form does not`);
  for (const name of offered) {
    if (!known.includes(name)) fault(`the form offers ${name}, which the server does not know`);
    if (!explained.includes(name)) fault(`DOCS.md says nothing of the option ${name}`);
  }
  for (const name of explained) if (!offered.includes(name)) fault(`DOCS.md speaks of ${name}, which is no option`);
}

const optionsIn = (docs) => /^## Options\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(docs)?.[1] ?? '';

function checkVersion(root, { version }, fault) {
  const { version: own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const newest = /^## (\S+)/m.exec(text(root, `${FOLDER}/CHANGELOG.md`))?.[1];
  if (version !== own) fault(`version is ${version}, the package's is ${own}`);
  if (version !== newest) fault(`version is ${version}, the newest in ${FOLDER}/CHANGELOG.md ${newest}`);
}

function checkPictures(root, fault) {
  const [width, height] = sizeOf(join(root, FOLDER, 'icon.png'));
  if (width !== height || width < 128) fault(`icon.png must be a square PNG of 128 or more, not ${width}×${height}`);
  const [wide, high] = sizeOf(join(root, FOLDER, 'logo.png'));
  if (!(wide > high) || wide < 250) fault(`logo.png must be a wide PNG of about 250×100, not ${wide}×${high}`);
}

function checkProfile(root, { slug }, fault) {
  const profiles = text(root, `${FOLDER}/apparmor.txt`).match(/^profile .*$/gm) ?? [];
  if (profiles.length !== 1) fault(`apparmor.txt must have one profile in column 0, not ${profiles.length}`);
  else if (profiles[0].split(/\s+/)[1] !== slug) fault(`the profile in apparmor.txt must be named ${slug}`);
}

/** Home Assistant shows these two away from the repository: what they point to needs its whole address, and must be there. */
function checkDocs(root, files, { url = '' }, fault) {
  const [, owner] = /^https:\/\/github\.com\/(.+)$/.exec(url) ?? [];
  const own = new RegExp(
    `^https://(?:raw\\.githubusercontent\\.com/${owner}|github\\.com/${owner}/(?:blob|tree))/main/(.+)$`,
  );
  for (const name of ['README.md', 'DOCS.md']) {
    for (const [, target] of text(root, `${FOLDER}/${name}`).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      const file = own.exec(target)?.[1];
      if (!/^https?:/.test(target)) fault(`${FOLDER}/${name} points to ${target}, which has no whole address`);
      else if (file !== undefined && !files.includes(file))
        fault(`${FOLDER}/${name} points to ${file}, which is not there`);
    }
  }
}

/** `[NaN, NaN]` for what is no PNG. */
function sizeOf(file) {
  try {
    const bytes = readFileSync(file);
    if (bytes.toString('latin1', 1, 4) !== 'PNG') return [NaN, NaN];
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  } catch {
    return [NaN, NaN];
  }
}

function yaml(root, file, fault) {
  try {
    return load(readFileSync(join(root, file), 'utf8')) ?? {};
  } catch (error) {
    fault(`${file} cannot be read: ${error.message.split('\n')[0]}`);
    return {};
  }
}

function text(root, file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return '';
  }
}

function listed(folder) {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** As the store sees it: nothing hidden; and nothing that is not in the repository. */
function filesBelow(root, folder = '') {
  return listed(join(root, folder)).flatMap((name) => {
    const path = folder ? `${folder}/${name}` : name;
    if (name.startsWith('.') || ['node_modules', 'dist', 'data', 'rootfs'].includes(name)) return [];
    return statSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = faultsOf(fileURLToPath(new URL('..', import.meta.url)));
  for (const sentence of faults) console.error(sentence);
  console.log(`add-on: ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
