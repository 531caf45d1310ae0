/**
 * Sets a property that copying and serialising do not see. What the library takes out of the page is copied by own
 * enumerable property, and must not contain a cycle.
 */
export function hidden<T extends object, K extends keyof T>(target: T, name: K, value: T[K]): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}
