/**
 * What of a new document breaks clients of an old one. Alone, `node scripts/openapi-diff.mjs OLD.json NEW.json`, it names
 * them and fails when there are any.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { operationsOf, resolve } from './openapi-rules.mjs';

const typesOf = ({ type }) => (type === undefined ? [] : [type].flat());

const parametersOf = (document, { parameters = [] }) => parameters.map((one) => resolve(document, one));

/** Two documents and all that broke between them. */
class Comparison {
  constructor(before, after) {
    this.before = before;
    this.after = after;
    this.breaks = [];
    this.seen = new Set();
  }

  run() {
    const now = new Map(operationsOf(this.after).map((operation) => [operation.route, operation]));
    for (const old of operationsOf(this.before)) {
      const operation = now.get(old.route);
      if (operation) this.operation(old, operation);
      else this.breaks.push(`${old.route} is gone`);
    }
    return this.breaks;
  }

  operation(old, now) {
    const { route } = old;
    if (old.operationId !== now.operationId)
      this.breaks.push(`${route}: ${old.operationId} is called ${now.operationId}`);
    if (old.tags[0] !== now.tags[0]) this.breaks.push(`${route}: the tag ${old.tags[0]} became ${now.tags[0]}`);
    this.parameters(old, now);
    this.requestBody(old, now);
    for (const [status, response] of Object.entries(old.responses).filter(([code]) => code.startsWith('2'))) {
      if (!now.responses[status]) this.breaks.push(`${route}: the answer ${status} is gone`);
      else
        this.contents(
          `${route} ${status}`,
          resolve(this.before, response),
          resolve(this.after, now.responses[status]),
          'out',
        );
    }
  }

  parameters(old, now) {
    const [before, after] = [parametersOf(this.before, old), parametersOf(this.after, now)];
    for (const parameter of before) {
      const other = after.find(({ name, in: place }) => name === parameter.name && place === parameter.in);
      const at = `${old.route} ?${parameter.name}`;
      if (!other) this.breaks.push(`${at} is gone`);
      else {
        if (other.required && !parameter.required) this.breaks.push(`${at} is needed now`);
        this.schema(at, parameter.schema, other.schema, 'in');
      }
    }
    for (const { name, in: place, required } of after)
      if (required && !before.some((one) => one.name === name && one.in === place))
        this.breaks.push(`${old.route} ?${name} is new and needed`);
  }

  requestBody(old, now) {
    const [before, after] = [resolve(this.before, old.requestBody), resolve(this.after, now.requestBody)];
    if (after?.required && !before?.required) this.breaks.push(`${old.route}: a body is needed now`);
    if (before && !after) this.breaks.push(`${old.route}: takes no body any more`);
    if (before && after) this.contents(`${old.route} body`, before, after, 'in');
  }

  contents(at, before, after, way) {
    for (const [type, { schema }] of Object.entries(before?.content ?? {})) {
      const other = after?.content?.[type];
      if (other) this.schema(at, schema, other.schema, way);
      else this.breaks.push(`${at}: ${type} is gone`);
    }
  }

  /** @param {'in' | 'out'} way what comes in may be more than before, what goes out may be more but not less */
  schema(at, oldSchema, newSchema, way) {
    const key = oldSchema?.$ref && newSchema?.$ref ? `${way} ${oldSchema.$ref} ${newSchema.$ref}` : undefined;
    if (key && this.seen.has(key)) return;
    if (key) this.seen.add(key);
    const place = key ? `${way === 'in' ? 'request' : 'answer'} ${oldSchema.$ref.split('/').at(-1)}` : at;
    const [before, after] = [resolve(this.before, oldSchema) ?? {}, resolve(this.after, newSchema) ?? {}];
    this.types(place, before, after, way);
    this.values(place, before, after, way);
    this.properties(place, before, after, way);
    this.variants(place, before, after, way);
    if (before.items && after.items) this.schema(`${place}[]`, before.items, after.items, way);
  }

  types(at, before, after, way) {
    const [old, now] = [typesOf(before), typesOf(after)];
    const [narrow, wide] = way === 'in' ? [old, now] : [now, old];
    const isFine =
      wide.length === 0 ||
      narrow.every((type) => wide.includes(type) || (type === 'integer' && wide.includes('number')));
    if (!isFine) this.breaks.push(`${at}: ${old.join('|') || 'anything'} became ${now.join('|') || 'anything'}`);
  }

  /** Clients must survive new values in answers; requests must go on being understood. */
  values(at, before, after, way) {
    if (!before.enum || !after.enum || way === 'out') return;
    for (const value of before.enum)
      if (!after.enum.includes(value)) this.breaks.push(`${at}: ${value} is not taken any more`);
  }

  properties(at, before, after, way) {
    const [old, now] = [before.properties ?? {}, after.properties ?? {}];
    for (const [name, schema] of Object.entries(old)) {
      if (now[name]) this.schema(`${at}.${name}`, schema, now[name], way);
      else if (before.properties && after.properties) this.breaks.push(`${at}.${name} is gone`);
    }
    const [needed, has] =
      way === 'in' ? [after.required ?? [], before.required ?? []] : [before.required ?? [], after.required ?? []];
    for (const name of needed)
      if (!has.includes(name) && (way === 'in' || now[name]))
        this.breaks.push(way === 'in' ? `${at}.${name} is needed now` : `${at}.${name} may be missing now`);
  }

  variants(at, before, after, way) {
    const [old, now] = [before.discriminator?.mapping, after.discriminator?.mapping];
    if (!old) return;
    if (!now) {
      this.breaks.push(`${at} is no union any more`);
      return;
    }
    for (const [tag, $ref] of Object.entries(old)) {
      if (now[tag]) this.schema(at, { $ref }, { $ref: now[tag] }, way);
      else if (way === 'in') this.breaks.push(`${at}: ${tag} is not taken any more`);
      else this.breaks.push(`${at}: ${tag} is gone`);
    }
  }
}

/** @returns {string[]} one line for each change that an existing client can trip over */
export const breakingChanges = (before, after) => new Comparison(before, after).run();

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [before, after] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const breaks = breakingChanges(before, after);
  for (const line of breaks) console.log(line);
  process.exitCode = breaks.length > 0 ? 1 : 0;
}
