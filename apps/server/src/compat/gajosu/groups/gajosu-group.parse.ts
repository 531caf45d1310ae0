import { isPerson, tryParseJid, type GroupChange, type Jid } from '@columba/core';
import { Fields } from '../gajosu-fields.js';

/** @throws GajosuRefusal 422 */
export function parseNewGroup(body: unknown): { name: string; participants: Jid[] } {
  const fields = new Fields(body);
  const name = fields.text('name');
  const participants = peopleIn(fields);
  fields.done();
  return { name, participants };
}

/** @throws GajosuRefusal 422 */
export function parseGroupChange(body: unknown): GroupChange {
  const fields = new Fields(body);
  const subject = fields.text('name');
  const description = fields.optionalText('description');
  fields.done();
  return { subject, ...(description !== undefined && { description }) };
}

/**
 * Who is meant: in the body, or `?participants=a&participants=b`, because not everything on the way keeps the body of a
 * DELETE.
 * @throws GajosuRefusal 422
 */
export function parseParticipants(body: unknown, query: unknown): Jid[] {
  const inBody = new Fields(body);
  const inQuery = new Fields(query);
  const named = inQuery.raw('participants');
  const fields =
    inBody.has('participants') || named === undefined ? inBody : new Fields({ participants: [named].flat() });
  const participants = peopleIn(fields);
  fields.done();
  return participants;
}

function peopleIn(fields: Fields): Jid[] {
  const people = fields.list('participants').map((item) => (typeof item === 'string' ? tryParseJid(item) : undefined));
  const known = people.filter((jid): jid is Jid => jid !== undefined && isPerson(jid));
  if (known.length < people.length) fields.fault('participants');
  return known;
}
