import { UnsupportedError } from '@columba/core';

/**
 * A facet of the port with the methods that this engine has; every other method rejects with UnsupportedError.
 * @param name how the facet is called, for the error.
 */
export function facet<Port extends object>(name: string, has: Partial<Port>): Port {
  return new Proxy(has, {
    get(target, property) {
      const own: unknown = Reflect.get(target, property);
      if (typeof own === 'function') return own.bind(target) as unknown;
      // Asked by `await` and by printing; neither is a method of a port.
      if (own !== undefined || typeof property === 'symbol' || property === 'then') return own;
      return () => Promise.reject(new UnsupportedError(`The Baileys engine has no ${name}.${property}`));
    },
  }) as Port;
}
