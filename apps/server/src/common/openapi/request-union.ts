import type { Schemas } from './types.js';

/** Unions among requests, by name: `{ kind → component }`. */
const unions = new Map<string, { description: string; variants: Record<string, string> }>();

/** Declares a named union of request components that the field `kind` tells apart. */
export function declareRequestUnion(name: string, description: string, variants: Record<string, string>): void {
  unions.set(name, { description, variants });
}

export function requestUnions(): Schemas {
  return Object.fromEntries(
    [...unions].map(([name, { description, variants }]) => {
      const mapping = Object.fromEntries(
        Object.entries(variants).map(([kind, id]) => [kind, `#/components/schemas/${id}`]),
      );
      const oneOf = Object.values(mapping).map(($ref) => ({ $ref }));
      return [name, { description, oneOf, discriminator: { propertyName: 'kind', mapping } }];
    }),
  );
}
