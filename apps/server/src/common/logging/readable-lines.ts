import type { DestinationStream } from 'pino';

/** For a person in front of a terminal: `12:00:01 info  session.started session=home`. */
export function readableLines(out: { write(line: string): unknown }): DestinationStream {
  return { write: (line) => void out.write(readable(line)) };
}

function readable(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg)}${rest.join('')}\n`;
}
