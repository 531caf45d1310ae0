import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, type Api } from './api.js';
import { follow } from './live.js';
import type { ApiKey, Chat, Consumer, Health, LogEvent, Place, Session } from './model.js';
import { readHouse, type House } from './home-assistant.js';

export interface Everything {
  sessions: Session[];
  engines: string[];
  health?: Health;
  consumers: Consumer[];
  keys: ApiKey[];
  place?: Place;
  /** By session, the newest first. */
  chats: Record<string, Chat[]>;
  house?: House;
}

export interface World extends Everything {
  api: Api;
  /** The line on which the server tells what happens. */
  line: 'opening' | 'up' | 'down';
  /** Counts what came and went since the page was opened. */
  counted: { received: number; sent: number };
  /** The last news of a message that was sent from here, by its id. */
  statuses: Record<string, string>;
  /** Grows with each change of what can be scanned or typed, by session. */
  pairings: Record<string, number>;
  refresh: () => void;
}

const EMPTY: Everything = { sessions: [], engines: [], consumers: [], keys: [], chats: {} };
const QUIET_MS = 15_000;
const SOON_MS = 150;
const CHATS = 4;

export const WorldContext = createContext<World | undefined>(undefined);

export function useWorld(): World {
  const world = useContext(WorldContext);
  if (!world) throw new Error('outside of the page');
  return world;
}

/** What a key may not see is left empty; the page says so by not showing it. */
async function optional<T>(read: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Refusal && [403, 404, 501].includes(error.status)) return otherwise;
    throw error;
  }
}

const listed = <T>(api: Api, path: string): Promise<T[]> =>
  optional(
    api.get<{ data: T[] }>(path).then(({ data }) => data),
    [],
  );

async function readAll(api: Api): Promise<Everything> {
  const [sessions, { engines }, health, consumers, keys, place, house] = await Promise.all([
    listed<Session>(api, 'v1/sessions'),
    api.get<{ engines: string[] }>('v1/version'),
    api.get<Health>('v1/health'),
    listed<Consumer>(api, 'v1/consumers'),
    listed<ApiKey>(api, 'v1/api-keys'),
    optional(api.beside<Place | undefined>('place.json'), undefined),
    readHouse(api),
  ]);
  const recent = await Promise.all(
    sessions
      .filter(({ account }) => account)
      .map(async ({ name }) => [name, await listed<Chat>(api, `v1/sessions/${name}/chats?limit=${CHATS}`)] as const),
  );
  return { sessions, engines, health, consumers, keys, place, house, chats: Object.fromEntries(recent) };
}

/** Everything that the page shows, read again soon after something has happened. */
export function useEverything(api: Api, onTrouble: (error: unknown) => void): World {
  const [everything, setEverything] = useState<Everything>(EMPTY);
  const [line, setLine] = useState<World['line']>('opening');
  const [counted, setCounted] = useState({ received: 0, sent: 0 });
  const [statuses, setStatuses] = useState<Record<string, string>>({});
  const [pairings, setPairings] = useState<Record<string, number>>({});
  const soon = useRef<number>(undefined);

  const read = useCallback(() => {
    readAll(api).then(setEverything, onTrouble);
  }, [api, onTrouble]);
  const refresh = useCallback(() => {
    window.clearTimeout(soon.current);
    soon.current = window.setTimeout(read, SOON_MS);
  }, [read]);

  useEffect(() => {
    const onEvent = ({ type, session, data }: LogEvent): void => {
      if (type === 'message.received') setCounted((was) => ({ ...was, received: was.received + 1 }));
      if (type === 'message.sent') setCounted((was) => ({ ...was, sent: was.sent + 1 }));
      if (type === 'message.status_changed')
        setStatuses((was) => ({ ...was, [String(data['messageId'])]: String(data['status']) }));
      if (type === 'session.pairing_changed') setPairings((was) => ({ ...was, [session]: (was[session] ?? 0) + 1 }));
      refresh();
    };
    const onUp = (): void => {
      setLine('up');
      refresh();
    };
    const quiet = window.setInterval(refresh, QUIET_MS);
    const end = follow(api, { onEvent, onUp, onDown: () => setLine('down') });
    return () => {
      window.clearInterval(quiet);
      end();
    };
  }, [api, refresh]);

  return { ...everything, api, line, counted, statuses, pairings, refresh };
}
