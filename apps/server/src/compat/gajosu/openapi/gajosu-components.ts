import { z } from 'zod';

/** Everything that this dialect takes and answers, by name; apart from the components of the native API. */
export const gajosuComponents = z.registry<{ id: string; description: string }>();

/** Makes a schema a named component of this dialect's document. */
export function named<S extends z.ZodType>(id: string, description: string, schema: S): S {
  gajosuComponents.add(schema, { id, description });
  return schema;
}

/** How to refer to a component. */
export function referenceTo(schema: z.ZodType): { $ref: string } {
  const component = gajosuComponents.get(schema);
  if (!component) throw new Error('Only a named component can be referred to');
  return { $ref: `#/components/schemas/${component.id}` };
}
