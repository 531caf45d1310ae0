import type { Directory } from './directory.js';
import type { EventLog } from './event-log.js';
import { accountOf, chatOf, keyText, type DeviceId, type MessageKey, type PhoneNumber, type Target } from './ids.js';
import type { Messages } from './messages.js';
import type { OwnChange } from './own-changes.js';
import type { Screens } from './screens.js';

export interface ChatSettings {
  archived: boolean;
  pinned: boolean;
  mutedUntil: number | null;
  markedUnread: boolean;
  labels: string[];
  /** Until somebody writes again. */
  deleted: boolean;
}

export interface Own {
  chats: Record<Target, ChatSettings>;
  starred: Record<string, MessageKey>;
  hidden: Record<string, MessageKey>;
  /** The address book. */
  names: Record<PhoneNumber, string>;
  labels: Record<string, { name: string; color: number }>;
}

export type OwnSettingsState = [PhoneNumber, Own][];

type Change<K extends OwnChange['kind']> = OwnChange & { kind: K };
type Emptying = Extract<OwnChange, { upTo: number }>;
type Appliers = { [K in OwnChange['kind']]: (account: PhoneNumber, own: Own, change: Change<K>) => void };

const UNTOUCHED: ChatSettings = {
  archived: false,
  pinned: false,
  mutedUntil: null,
  markedUnread: false,
  labels: [],
  deleted: false,
};

/** What each account has set for itself. Whoever shares it with the account's devices follows `own.changed`. */
export class OwnSettings {
  readonly #owns = new Map<PhoneNumber, Own>();

  constructor(
    private readonly log: EventLog,
    private readonly directory: Directory,
    private readonly messages: Messages,
    private readonly screens: Screens,
  ) {
    log.on('message.shown', ({ account, key }) => this.#revive(account, key));
  }

  /** @param by where it was done; its account is the one concerned. */
  apply(by: DeviceId, change: OwnChange): void {
    const account = accountOf(by);
    this.directory.get(account);
    // The table pairs each kind with its change; the compiler cannot follow the pair through an index.
    (this.#appliers[change.kind] as (account: PhoneNumber, own: Own, change: OwnChange) => void)(
      account,
      this.#of(account),
      change,
    );
    this.log.append('own.changed', { by, change });
  }

  of(account: PhoneNumber): Readonly<Own> {
    return this.#of(account);
  }

  chat(account: PhoneNumber, chat: Target): Readonly<ChatSettings> {
    return this.#of(account).chats[chat] ?? UNTOUCHED;
  }

  /** Everything that is set now, as the changes that would lead there. */
  changes(account: PhoneNumber): OwnChange[] {
    const { chats, starred, names, labels } = this.#of(account);
    return [
      ...Object.entries(names).map(([person, name]): OwnChange => ({ kind: 'saveName', person, name })),
      ...Object.entries(labels).map(([label, look]): OwnChange => ({ kind: 'label', label, ...look })),
      ...Object.entries(chats).flatMap(([chat, settings]) => changesOf(chat, settings)),
      ...Object.values(starred).map((key): OwnChange => ({ kind: 'star', key, starred: true })),
    ];
  }

  snapshot(): OwnSettingsState {
    return [...this.#owns];
  }

  restore(state: OwnSettingsState): void {
    for (const [account, own] of state) this.#owns.set(account, own);
  }

  #of(account: PhoneNumber): Own {
    let own = this.#owns.get(account);
    if (!own) this.#owns.set(account, (own = { chats: {}, starred: {}, hidden: {}, names: {}, labels: {} }));
    return own;
  }

  readonly #appliers: Appliers = {
    archive: (_, own, { chat, archived }) => void (settings(own, chat).archived = archived),
    pinChat: (_, own, { chat, pinned }) => void (settings(own, chat).pinned = pinned),
    mute: (_, own, { chat, until }) => void (settings(own, chat).mutedUntil = until),
    markUnread: (_, own, { chat, unread }) => void (settings(own, chat).markedUnread = unread),
    clear: (account, own, change) => this.#hide(account, own, change),
    delete: (account, own, change) => {
      this.#hide(account, own, change);
      settings(own, change.chat).deleted = true;
    },
    labelChat: (_, own, { chat, label, attached }) => {
      const rest = settings(own, chat).labels.filter((other) => other !== label);
      settings(own, chat).labels = attached ? [...rest, label] : rest;
    },
    star: (_, own, { key, starred }) => {
      if (starred) own.starred[keyText(key)] = key;
      else delete own.starred[keyText(key)];
    },
    hide: (_, own, { key }) => void (own.hidden[keyText(key)] = key),
    saveName: (_, own, { person, name }) => {
      if (name === null) delete own.names[person];
      else own.names[person] = name;
    },
    rename: (account, _, { name }) => void this.directory.update(account, { name }),
    label: (_, own, { label, name, color }) => void (own.labels[label] = { name, color }),
    removeLabel: (_, own, { label }) => {
      delete own.labels[label];
      for (const chat of Object.values(own.chats)) chat.labels = chat.labels.filter((other) => other !== label);
    },
  };

  #hide(account: PhoneNumber, own: Own, { chat, upTo }: Emptying): void {
    for (const { key } of this.screens.view(account, chatOf(account, chat)))
      if ((this.messages.find(key)?.at ?? 0) <= upTo) own.hidden[keyText(key)] = key;
  }

  #revive(account: PhoneNumber, key: MessageKey): void {
    for (const [chat, settings] of Object.entries(this.#owns.get(account)?.chats ?? {}))
      if (chatOf(account, chat) === key.chat) settings.deleted = false;
  }
}

const settings = (own: Own, chat: Target): ChatSettings => (own.chats[chat] ??= { ...UNTOUCHED });

function changesOf(chat: Target, { archived, pinned, mutedUntil, markedUnread, labels }: ChatSettings): OwnChange[] {
  const changes: OwnChange[] = labels.map((label) => ({ kind: 'labelChat', chat, label, attached: true }));
  if (archived) changes.push({ kind: 'archive', chat, archived });
  if (pinned) changes.push({ kind: 'pinChat', chat, pinned });
  if (mutedUntil !== null) changes.push({ kind: 'mute', chat, until: mutedUntil });
  if (markedUnread) changes.push({ kind: 'markUnread', chat, unread: true });
  return changes;
}
