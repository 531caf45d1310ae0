import { isPerson, jidKind, type Jid, phoneJid, type Person, tryParseJid } from '@columba/core';

/** Under these names a fact's data holds an address. */
const ADDRESSES = new Set(['id', 'chat', 'participant']);

type Tree = { [name: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const personAddress = (value: unknown): Jid | undefined => {
  if (typeof value !== 'string' || !value.includes('@')) return undefined;
  const jid = tryParseJid(value);
  return jid !== undefined && isPerson(jid) ? jid : undefined;
};

/** Every person that a fact tells of, wherever in its data. */
export function personsIn(data: unknown): Person[] {
  if (Array.isArray(data)) return data.flatMap(personsIn);
  if (!isTree(data)) return [];
  const own = personAddress(data['id']);
  const inner = Object.values(data).flatMap(personsIn);
  return own === undefined ? inner : [data as unknown as Person, ...inner];
}

/** The pair of addresses that a person is told with, if both are. */
export function pairOf({ id, phone, lid }: Person): { phone: Jid; lid: Jid } | undefined {
  const number = jidKind(id) === 'phone' ? id : phone === undefined ? undefined : phoneJid(phone);
  const hidden = jidKind(id) === 'lid' ? id : lid;
  return number && hidden ? { phone: number, lid: hidden } : undefined;
}

/** The same data with every person and chat under its public address, and all that is known of each person beside it. */
export function canonical<T>(data: T, person: (jid: Jid) => Person): T {
  return walk(data, person) as T;
}

function walk(value: unknown, person: (jid: Jid) => Person): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, person));
  if (!isTree(value)) return value;
  const own = personAddress(value['id']);
  const entries = Object.entries(value).map(([name, inner]) => {
    const jid = ADDRESSES.has(name) ? personAddress(inner) : undefined;
    return [name, jid === undefined ? walk(inner, person) : person(jid).id];
  });
  const known = own === undefined ? {} : person(own);
  return { ...known, ...(Object.fromEntries(entries) as Tree), ...addressesOf(known) };
}

/** Addresses are ours to say; a name that came with the fact is the newer one. */
function addressesOf(known: Partial<Person>): Partial<Person> {
  const { name: _name, ...addresses } = known;
  return addresses;
}
