import { expect } from '@jest/globals';
import { SESSION, type Lives } from './lives.js';
import { LogReader } from './log-reader.js';
import type { Repeats } from './repeats.js';
import { report, secondsSince } from './report.js';

/**
 * Waits until all that was written is in the log, and compares: the log with what was written, and with what WhatsApp
 * believes delivered. Writes the line of the table, then fails when anything is wrong. @param links how often somebody
 * was asked to link it with good reason.
 * @param repeats what a consumer heard again.
 */
export async function judgeInbound(
  fault: string,
  lives: Lives,
  since: number,
  {
    reader = new LogReader(SESSION),
    links = 1,
    repeats,
  }: { reader?: LogReader; links?: number; repeats?: Repeats } = {},
): Promise<void> {
  const { written, strikes } = lives;
  const logged = new Set<string>();
  await reader.until(lives.server, () => {
    for (const id of reader.received) logged.add(id);
    return written.every((id) => logged.has(id));
  });
  const lost = written.filter((id) => !logged.has(id));
  const doubles = reader.received.length - logged.size;
  const identities = Math.max(reader.links - links, (await lives.devices()) - 1);
  const messages = written.length;
  const seconds = secondsSince(since);
  const duplicated = doubles + (repeats?.beyond ?? 0);
  report({ fault, strikes, messages, lost: lost.length, duplicated, repeated: repeats?.all, identities, seconds });
  const undelivered = (await lives.delivered()).filter((id) => written.includes(id) && !logged.has(id));
  expect({ lost, doubles, identities, misnumbered: reader.misnumbered, deliveredAndLost: undelivered }).toEqual({
    lost: [],
    doubles: 0,
    identities: 0,
    misnumbered: [],
    deliveredAndLost: [],
  });
}
