/**
 * Structures of the model as JSON and back. By convention every time in the model is a `Date` under a name that ends in
 * `At` or in `until`/`Until`; those, and only those, come back as `Date`s.
 */
export function serialize(value: unknown): string {
  return JSON.stringify(value);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it stored
export function deserialize<T>(text: string): T {
  return JSON.parse(text, revive) as T;
}

const TIME_NAME = /(At|[uU]ntil)$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function revive(name: string, value: unknown): unknown {
  // Appointments with a time that nothing could read were once stored; WhatsApp's own without one begin there, too.
  if (name === 'startsAt' && value === null) return new Date(0);
  return typeof value === 'string' && TIME_NAME.test(name) && ISO_TIME.test(value) ? new Date(value) : value;
}
