import { isPerson, type Jid, jidKind, type Person, tryParseJid } from '@columba/core';

/**
 * Where a fact's data speaks of people, by name, because texts that others chose (button ids, poll options) may look like
 * addresses and are left alone. Under these names stand persons, or lists of them …
 */
const PERSONS = new Set([
  'account',
  'by',
  'contact',
  'from',
  'mentions',
  'owner',
  'participant',
  'participants',
  'person',
  'persons',
  'voter',
]);
/** … and under these the address of one, or something that has such an address as its id. */
const ADDRESSES = new Set(['chat', 'participant']);

type Tree = { [name: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const addressOf = (value: unknown): Jid | undefined => (typeof value === 'string' ? tryParseJid(value) : undefined);

function personAddress(value: unknown): Jid | undefined {
  // Most values are no address at all, and telling so by an error is slow.
  const jid = typeof value === 'string' && value.includes('@') ? addressOf(value) : undefined;
  return jid !== undefined && isPerson(jid) ? jid : undefined;
}

const isNamedPerson = (name: string, value: unknown): value is Tree =>
  PERSONS.has(name) && isTree(value) && personAddress(value['id']) !== undefined;

/** Every person that a fact tells of, wherever in its data. */
export function personsIn(data: unknown, name = ''): Person[] {
  if (Array.isArray(data)) return data.flatMap((item) => personsIn(item, name));
  if (!isTree(data)) return [];
  const inner = Object.entries(data).flatMap(([name, value]) => personsIn(value, name));
  return isNamedPerson(name, data) ? [data as unknown as Person, ...inner] : inner;
}

/** The pair of addresses that a person is told with, if both are. */
export function pairOf({ id, phone, lid }: Person): { phone: Jid; lid: Jid } | undefined {
  const told = [id, phone, lid].map(addressOf).filter((jid) => jid !== undefined);
  const number = told.find((jid) => jidKind(jid) === 'phone');
  const hidden = told.find((jid) => jidKind(jid) === 'lid');
  return number && hidden ? { phone: number, lid: hidden } : undefined;
}

/** The same data with every person and chat under its public address, and all that is known of each person beside it. */
export function canonical<T>(data: T, person: (jid: Jid) => Person): T {
  return walk('', data, person) as T;
}

function walk(name: string, value: unknown, person: (jid: Jid) => Person): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(name, item, person));
  if (!isTree(value)) {
    const jid = ADDRESSES.has(name) ? personAddress(value) : undefined;
    return jid === undefined ? value : person(jid).id;
  }
  const inner: Tree = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(name, item, person)]));
  const own = personAddress(value['id']);
  if (own === undefined) return inner;
  const known = person(own);
  // Addresses are ours to say; a name that came with the fact is the newer one.
  if (PERSONS.has(name)) return { ...known, ...inner, ...addressesOf(known) };
  return ADDRESSES.has(name) ? { ...inner, id: known.id } : inner;
}

function addressesOf(known: Person): Person {
  const { name: _name, ...addresses } = known;
  return addresses;
}
