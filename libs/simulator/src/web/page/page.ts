import type { PageSettings } from '../settings.js';
import { Cmd, ConnModel, SocketModel, StreamModel } from './connection-models.js';
import type { Wid } from './ids/wid.js';
import { People } from './people.js';
import { Profile } from './profile.js';
import { Store } from './store.js';
import { makeOverheard } from './overheard.js';
import { makeTables } from './tables.js';

/** Asks the door. @throws ServerStatusCodeError when the service says no */
export type AskDoor = <T = null>(operation: string, input?: Record<string, unknown>) => Promise<T>;

/** What the page's parts share. */
export class Page {
  readonly socket = new SocketModel();
  readonly conn = new ConnModel();
  readonly stream = new StreamModel();
  readonly cmd = new Cmd();
  readonly store = new Store((wid) => this.isMe(wid));
  readonly tables = makeTables(this.store.addons);
  readonly overheard = makeOverheard(() => this.store.chats.map(({ id }) => id).filter((id) => id.isUser()));
  readonly people = new People();
  readonly profile = new Profile();
  /** Percent of what waited that has arrived. */
  offlineProgress = 0;
  /** This browser was linked since the page was loaded: what the account has set is news to it. */
  justLinked = false;
  me: { number: Wid; lid: Wid } | undefined;

  constructor(
    readonly settings: PageSettings,
    readonly ask: AskDoor,
  ) {}

  /** How this account is named in a chat. @throws Error before the login */
  self(chat: Wid): Wid {
    if (!this.me) throw new Error('nobody is logged in');
    const lid = chat.isGroup() ? this.store.groupMetadata.get(chat)?.isLidAddressingMode : chat.isLid();
    return lid ? this.me.lid : this.me.number;
  }

  isMe(wid: Wid): boolean {
    return wid.equals(this.me?.number) || wid.equals(this.me?.lid);
  }
}

/** Modules by the name under which the library asks for them. */
export type Modules = Record<string, unknown>;
export type ModuleMaker = (page: Page) => Modules;
