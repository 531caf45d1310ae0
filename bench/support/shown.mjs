/** Resolves when the phones of these people show so many messages. @param since number of an event of the simulator */
export async function shown(control, people, count, since) {
  const wanted = new Set(people);
  for (let found = 0, after = since; found < count;) {
    const events = await control('events', { since: after });
    after = events.at(-1)?.n ?? after;
    found += events.filter(({ name, data }) => name === 'message.shown' && wanted.has(data.account)).length;
  }
}
