import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import { query } from './query.js';
import type { Schema } from './schema.js';

/** Stands in a statement for what is given when it is run. */
class Slot {
  constructor(readonly name: string) {}
}

/**
 * A statement for the way of every message: building and compiling it costs more than running it, so that is done once.
 * `build` gets a place to put for each value; it must not look at them. Lists are given to {@link oneOf}.
 */
export function statement<Values extends object, Row>(
  build: (db: Kysely<Schema>, given: Values) => Compilable<Row>,
): (values: Values) => Compilable<Row> {
  let compiled: CompiledQuery<Row> | undefined;
  const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as Values;
  return (values) => {
    const made = (compiled ??= build(query, slots).compile());
    const valueOf = (parameter: unknown): unknown => {
      if (!(parameter instanceof Slot)) return parameter;
      const value = values[parameter.name as keyof Values];
      return Array.isArray(value) ? JSON.stringify(value) : value;
    };
    return { compile: () => ({ ...made, parameters: made.parameters.map(valueOf) }) };
  };
}
