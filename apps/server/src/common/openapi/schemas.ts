import { z } from 'zod';
import { components } from './component.js';
import type { Schema, Schemas } from './types.js';

type Components = typeof components;

/** All components of a registry as JSON Schema, in the form that client generators understand best. */
export function componentSchemas(registry: Components = components): Schemas {
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      addDiscriminator(registry, zodSchema as unknown as z.ZodType, jsonSchema);
      simplify(jsonSchema);
      describe(registry, zodSchema as unknown as z.ZodType, jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema as Schema]),
  );
}

type Json = Record<string, unknown>;

/** A union is told apart by one field; generators need the list of its values beside it. */
function addDiscriminator(registry: Components, schema: z.ZodType, json: Json): void {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return;
  const propertyName = schema.def.discriminator;
  const mapping = schema.options.map((option) => {
    const tag = (option as z.ZodObject).shape[propertyName] as z.ZodLiteral;
    return [String(tag.value), `#/components/schemas/${registry.get(option as z.ZodObject)?.id}`];
  });
  json['discriminator'] = { propertyName, mapping: Object.fromEntries(mapping) };
}

/** A component says itself what it is; where it is used the use may say more. */
function describe(registry: Components, schema: z.ZodType, json: Json): void {
  const named = registry.get(schema);
  if (named && !('$ref' in json)) json['description'] ??= named.description;
}

function simplify(json: Json): void {
  // Clients must survive the fields of tomorrow.
  if (json['additionalProperties'] === false) delete json['additionalProperties'];
  delete json['propertyNames'];
  if (json['format'] === 'date-time') delete json['pattern'];
  if (json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum'];
  if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum'];
  if ('const' in json) {
    json['enum'] = [json['const']];
    delete json['const'];
  }
  mergeNull(json);
}

/** `anyOf: [X, null]` becomes `type: [x, 'null']`. */
function mergeNull(json: Json): void {
  const options = json['anyOf'];
  if (!Array.isArray(options) || options.length !== 2) return;
  const [first, second] = options as Json[];
  if (second?.['type'] !== 'null' || typeof first?.['type'] !== 'string') return;
  delete json['anyOf'];
  Object.assign(json, first, { type: [first['type'], 'null'] });
}
