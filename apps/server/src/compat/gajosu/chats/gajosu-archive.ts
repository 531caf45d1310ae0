/** Archiving is what the path says; `archive=false`, in the query or the body, is how older clients ask for the way back. */
export function parseArchive(body: unknown, query: unknown): boolean {
  return !(saysFalse(body) || saysFalse(query));
}

function saysFalse(part: unknown): boolean {
  const value = typeof part === 'object' && part !== null && 'archive' in part ? part.archive : undefined;
  return value === false || value === 'false' || value === '0';
}
