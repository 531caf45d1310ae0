import type { Modules } from './page.js';

/** How the library gets at the page's modules: by name, and with an error for names that there are not. */
export function makeRequire(
  modules: Modules,
  removed: readonly string[],
  onUnknown: (name: string) => void,
): (name: string) => unknown {
  return (name) => {
    if (Object.hasOwn(modules, name) && !removed.includes(name)) return modules[name];
    if (!removed.includes(name)) onUnknown(name);
    throw new Error(`Requiring unknown module "${name}".`);
  };
}
