import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature } from '@columba/core';

/** One request and its documented answer. Texts may hold names of the scene, `<friend>`. */
export interface GoldenStep {
  /** Something of the log that is waited for before: the session, the type of the event and a part of its data. */
  after?: { session?: string; type: string; data?: Record<string, unknown> };
  send: {
    method?: string;
    path: string;
    body?: unknown;
    /** A body that is sent as it is, with this content type. */
    raw?: { type: string; text: string };
    headers?: Record<string, string>;
    /** Without the token. */
    anonymous?: boolean;
  };
  expect: { status: number; body?: unknown; headers?: Record<string, string>; bytesOf?: string };
  /** Names for parts of the answer, by path: `{"sent": "id.id"}`. */
  save?: Record<string, string>;
  /** What people see of it in WhatsApp. */
  then?: Record<string, unknown>;
}

export interface GoldenCase {
  it: string;
  /** What the engine must be able to do. */
  needs?: Feature[];
  /** Stands in for the cases that need it: what the contract promises where an engine cannot do this. */
  without?: Feature[];
  steps: GoldenStep[];
}

/** All that is documented of one route. */
export interface Golden {
  /** `PUT /api/chats/{id}/archive` */
  route: string;
  cases: GoldenCase[];
}

/** In the order of their files. */
export function loadGoldens(folder: string): Golden[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.toSorted().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden);
}

/** Puts the names of a scene in. @throws Error for a name that the scene does not have */
export function filled<T>(value: T, names: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value).replace(/<([a-zA-Z]+)>/g, (_whole, name: string) => {
    const known = names.get(name);
    if (known === undefined) throw new Error(`The scene has no ${name}`);
    return JSON.stringify(known).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
