import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError, type Jid, jidUser, parseJid, tryParseJid } from '@columba/core';
import { z } from 'zod';

/** A chat that has a notify entity. */
export interface Favourite {
  session: string;
  chatId: Jid;
  name: string;
  /** Of its topic and its entity; stays when the name changes. */
  key: string;
}

export const MOST_FAVOURITES = 50;
const FILE = 'home-assistant-favourites.json';
const STORED = z.array(z.object({ session: z.string(), chatId: z.string(), name: z.string() }));

/** The favourites that the settings name, and those that were chosen on the page; the latter in a file of their own. */
export class Favourites {
  private chosen: Favourite[];
  private readonly listeners = new Set<() => void>();
  private readonly fixed: Favourite[];

  /** @throws InvalidInputError for a setting that is no chat */
  constructor(
    private readonly directory: string,
    settings: readonly string[],
    session: string,
  ) {
    this.fixed = settings.map((text) => fromSetting(text, session));
    this.chosen = this.read();
  }

  of(session: string): Favourite[] {
    const all = [...this.fixed, ...this.chosen].filter((each) => each.session === session);
    return [...new Map(all.toReversed().map((each) => [each.key, each])).values()].toReversed();
  }

  /** Replaces what was chosen for a session. @throws InvalidInputError */
  choose(session: string, chats: readonly { chatId: string; name: string }[]): void {
    if (chats.length > MOST_FAVOURITES) throw new InvalidInputError(`${MOST_FAVOURITES} favourites are the most`);
    const chosen = chats.map(({ chatId, name }) => favouriteOf(session, parseJid(chatId), name));
    this.chosen = [...this.chosen.filter((each) => each.session !== session), ...chosen];
    const file = join(this.directory, FILE);
    writeFileSync(`${file}.part`, JSON.stringify(this.chosen), { mode: 0o600, flush: true });
    renameSync(`${file}.part`, file);
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private read(): Favourite[] {
    try {
      const stored = STORED.parse(JSON.parse(readFileSync(join(this.directory, FILE), 'utf8')));
      return stored.flatMap(({ session, chatId, name }) => {
        const jid = tryParseJid(chatId);
        return jid ? [favouriteOf(session, jid, name)] : [];
      });
    } catch {
      return []; // none chosen yet, or a file that was damaged: it is written anew with the next choice
    }
  }
}

function fromSetting(text: string, session: string): Favourite {
  const at = text.lastIndexOf('=');
  const jid = parseJid(text.slice(at + 1));
  return favouriteOf(session, jid, at > 0 ? text.slice(0, at).trim() : jidUser(jid));
}

const favouriteOf = (session: string, chatId: Jid, name: string): Favourite => ({
  session,
  chatId,
  name: name.trim() === '' ? jidUser(chatId) : name.trim(),
  key: jidUser(chatId).replaceAll(/\W/g, '_'),
});
