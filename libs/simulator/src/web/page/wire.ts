import { Model } from './base/model.js';
import { MsgKey } from './ids/msg-key.js';
import { Wid } from './ids/wid.js';

/** What belongs to this page's copy of a message only. */
const LOCAL = new Set([
  'id',
  'from',
  'to',
  'author',
  'ack',
  't',
  'local',
  'self',
  'isNewMsg',
  'isUnsentMedia',
  'isSendFailure',
  'renderableUrl',
]);

/** The fields of a message that go to the door, as JSON can carry them. */
export function wireFields(message: object): Record<string, unknown> {
  const fields = message instanceof Model ? message.attributes : message;
  const entries = Object.entries(fields).filter(([name, value]) => !LOCAL.has(name) && isData(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, wired(value)]));
}

const isData = (value: unknown): boolean =>
  value !== undefined && typeof value !== 'function' && !(value instanceof Blob);

function wired(value: unknown): unknown {
  if (value instanceof Wid) return value.toString();
  if (value instanceof MsgKey) return value.toFact();
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Model) return wireFields(value);
  if (Array.isArray(value)) return value.map(wired);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => isData(inner));
  return Object.fromEntries(entries.map(([name, inner]) => [name, wired(inner)]));
}
