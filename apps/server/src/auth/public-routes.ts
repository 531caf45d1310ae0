/**
 * All that is answered without a key: two constants that say "alive", and the files of the two pages, which hold no data. Everything else is refused before it is looked at, whether it exists or not.
 */
const PUBLIC: readonly RegExp[] = [
  /^\/v1\/health\/live$/,
  /^\/health$/,
  /^\/$/,
  /^\/ui\/?$/,
  /^\/ui\/(page\.(js|css)|icon\.svg)$/,
  /^\/docs$/,
  /^\/docs\/(page\.(js|css)|swagger-ui(-bundle)?\.(js|css))$/,
];

export const isPublic = (method: string, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') && PUBLIC.some((route) => route.test(path));
