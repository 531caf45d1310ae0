import type { EventLog } from './event-log.js';
import { directChat, keyText, type ChatId, type MessageKey, type PhoneNumber } from './ids.js';

export interface Shown {
  key: MessageKey;
  /** How often a copy with this key arrived; only the first one is on the screen. */
  copies: number;
  /** How many of the further copies said something else. */
  differing?: number;
}

/** What each account's phone shows: a message once per (chat, sender, id), in order of arrival. */
export class Screens {
  readonly #screens = new Map<PhoneNumber, Map<string, Shown>>();

  constructor(private readonly log: EventLog) {}

  /** True when the message is new on this screen. */
  show(account: PhoneNumber, key: MessageKey): boolean {
    let screen = this.#screens.get(account);
    if (!screen) this.#screens.set(account, (screen = new Map()));
    const shown = screen.get(keyText(key)) ?? { key, copies: 0 };
    shown.copies++;
    screen.set(keyText(key), shown);
    this.log.append('message.shown', { account, key, copy: shown.copies });
    return shown.copies === 1;
  }

  /** It was on this screen before anybody watched. */
  remember(account: PhoneNumber, key: MessageKey): void {
    let screen = this.#screens.get(account);
    if (!screen) this.#screens.set(account, (screen = new Map()));
    screen.set(keyText(key), { key, copies: 1 });
  }

  /** A further copy did not say what the first one had said. */
  differs(account: PhoneNumber, key: MessageKey): void {
    const shown = this.#screens.get(account)?.get(keyText(key));
    if (!shown) return;
    shown.differing = (shown.differing ?? 0) + 1;
    this.log.append('message.differed', { account, key });
  }

  /** Whether the two have a chat, as `one` sees it. */
  met(one: PhoneNumber, other: PhoneNumber): boolean {
    return this.view(one, directChat(one, other)).length > 0;
  }

  view(account: PhoneNumber, chat?: ChatId): Shown[] {
    const all = [...(this.#screens.get(account)?.values() ?? [])];
    return chat === undefined ? all : all.filter((shown) => shown.key.chat === chat);
  }

  snapshot(): [PhoneNumber, Shown[]][] {
    return [...this.#screens].map(([account, screen]) => [account, [...screen.values()]]);
  }

  restore(state: [PhoneNumber, Shown[]][]): void {
    for (const [account, shown] of state)
      this.#screens.set(account, new Map(shown.map((entry) => [keyText(entry.key), entry])));
  }
}
