/** What every OpenAPI document of ours keeps to, so that generators make good clients of it. */

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

export const operationsOf = (document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      ...item[method],
      method,
      path,
      route: `${method.toUpperCase()} ${path}`,
    })),
  );

/** @returns what a reference leads to; the value itself when it is none */
export function resolve(document, value) {
  if (value?.$ref === undefined) return value;
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((part, name) => part?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

/** Every object below a value, with the way to it. */
function* walk(value, at = '#') {
  if (typeof value !== 'object' || value === null) return;
  yield { value, at };
  for (const [name, part] of Object.entries(value)) yield* walk(part, `${at}/${name}`);
}

function* wrongOperation(
  document,
  { operationId, route, path, tags = [], responses, parameters = [], security, summary },
) {
  if (!/^[a-z][A-Za-z0-9]+$/.test(operationId ?? '')) yield `${route} has no good operationId`;
  if (tags.length !== 1 || !/^[\x21-\x7e]+$/.test(tags[0])) yield `${route} must have exactly one ASCII tag`;
  if (!(document.tags ?? []).some(({ name }) => name === tags[0]))
    yield `${route}: the tag ${tags[0]} is not described`;
  if (!summary) yield `${route} has no summary`;
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  if (successes.length === 0) yield `${route} has no success`;
  for (const [status, response] of successes) {
    const content = Object.values(resolve(document, response)?.content ?? {});
    if (status === '204' ? content.length > 0 : content.length === 0)
      yield `${route}: what ${status} answers is not typed`;
    if (content.some(({ schema }) => !schema)) yield `${route}: what ${status} answers has no schema`;
  }
  const isOpen = security?.length === 0;
  for (const status of isOpen ? ['500'] : ['401', '429', '500'])
    if (!responses[status]) yield `${route} does not say what ${status} answers`;
  for (const [status, response] of Object.entries(responses))
    if (Number(status) >= 400 && !response.$ref) yield `${route}: ${status} must be a named response`;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const given = parameters.map((parameter) => resolve(document, parameter));
  for (const name of inPath)
    if (!given.some((one) => one.in === 'path' && one.name === name)) yield `${route}: ${name} is not declared`;
  for (const { name, description, schema } of given)
    if (!description || !schema) yield `${route}: the parameter ${name} is not described and typed`;
}

function* wrongUnion(document, { value, at }) {
  if (!Array.isArray(value.oneOf)) return;
  const { propertyName, mapping } = value.discriminator ?? {};
  if (!propertyName || !mapping) {
    yield `${at}: a union without a discriminator`;
    return;
  }
  const targets = Object.values(mapping);
  for (const { $ref } of value.oneOf) if (!targets.includes($ref)) yield `${at}: ${$ref} has no place in the mapping`;
  for (const [tag, $ref] of Object.entries(mapping)) {
    const variant = resolve(document, { $ref });
    const own = variant?.properties?.[propertyName]?.enum;
    if (own?.length !== 1 || own[0] !== tag) yield `${at}: ${$ref} does not say ${propertyName}: ${tag}`;
    if (!variant?.required?.includes(propertyName)) yield `${at}: ${propertyName} is not required in ${$ref}`;
  }
}

/** @returns {string[]} everything that is wrong */
export function violations(document) {
  const operations = operationsOf(document);
  const ids = operations.map(({ operationId }) => operationId);
  const wrong = [];
  if (!document.openapi.startsWith('3.1.')) wrong.push(`OpenAPI 3.1 is wanted, not ${document.openapi}`);
  if (!document.info?.title || !document.info?.version) wrong.push('there is no title or version');
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) wrong.push(`${id} is there twice`);
  for (const operation of operations) wrong.push(...wrongOperation(document, operation));
  for (const found of walk(document)) {
    wrong.push(...wrongUnion(document, found));
    const { $ref } = found.value;
    if (typeof $ref === 'string' && resolve(document, { $ref }) === undefined)
      wrong.push(`${found.at}: ${$ref} leads nowhere`);
  }
  return wrong;
}
