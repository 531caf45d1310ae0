import { z } from 'zod';

/**
 * Everything that this API answers, by name. One declaration gives the TypeScript type, the component of the OpenAPI
 * document and, in tests, the check of real answers.
 */
export const components = z.registry<{ id: string; description: string }>();

/** Makes a schema a named component of the document. */
export function component<S extends z.ZodType>(id: string, description: string, schema: S): S {
  components.add(schema, { id, description });
  return schema;
}

/** A flat union of components that one field tells apart; each option is itself a component. */
export const taggedUnion = z.discriminatedUnion;

/** ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });
