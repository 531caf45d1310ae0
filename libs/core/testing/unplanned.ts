/**
 * A stand-in of which only `planned` may be used: anything else fails and names itself, so that a test never passes
 * because of a call that nobody thought of.
 */
export function onlyPlanned<T extends object>(name: string, planned: Partial<T>): T {
  return new Proxy(planned, {
    get(target, property, receiver) {
      // Promises and test printers look for these on everything they are handed.
      if (property in target || typeof property === 'symbol' || property === 'then' || property === 'toJSON')
        return Reflect.get(target, property, receiver) as unknown;
      throw new Error(`Unplanned use of ${name}.${property}`);
    },
  }) as T;
}
