import type { PageEventName, PageEvents } from '../facts.js';
import { applyCall } from './apply/calls.js';
import { applyChange } from './apply/changes.js';
import { leaveGroup, takeGroup } from './apply/groups.js';
import { applyLogin } from './apply/login.js';
import { takeMessage } from './apply/messages.js';
import { applyOwn } from './apply/own.js';
import { takeContact } from './apply/people.js';
import { refreshPicture } from './apply/pictures.js';
import { applyPresence, applyTyping } from './apply/presence.js';
import { reportError } from './base/errors.js';
import type { SocketState } from './connection-models.js';
import { crashRenderer } from './crash.js';
import type { DoorListener } from './door-link.js';
import { MsgKey } from './ids/msg-key.js';
import { createWid } from './ids/wid.js';
import type { Page } from './page.js';

const UNLINKED = '401';
/** Real milliseconds until a page that was unlinked goes to its start. */
const LEAVE_MS = 50;

/** What the page shows when a login is refused with a code; otherwise it goes on trying. */
const REFUSED: Record<string, SocketState> = {
  '402': 'TOS_BLOCK',
  '403': 'TOS_BLOCK',
  '405': 'DEPRECATED_VERSION',
  '440': 'CONFLICT',
};

type Handlers = { [N in PageEventName]: (data: PageEvents[N]) => void };

/** The page's life with the door: linking, login, news, and the end. */
export class Session implements DoorListener {
  constructor(private readonly page: Page) {
    const { socket } = page;
    Object.assign(socket, {
      logout: () => this.#logout(),
      takeover: () => this.#hello(),
      reconnect: () => this.#hello(),
    });
    for (const name of ['logout', 'takeover', 'reconnect']) Object.defineProperty(socket, name, { enumerable: false });
  }

  opened(): void {
    const { state } = this.page.socket;
    if (state === 'UNLAUNCHED' || state === 'TIMEOUT') this.#state('OPENING');
    this.#hello();
  }

  closed(): void {
    if (this.page.socket.state === 'CONNECTED') this.#state('TIMEOUT');
  }

  told<N extends PageEventName>(event: N, data: PageEvents[N]): void {
    try {
      this.#handlers[event](data);
    } catch (error) {
      reportError(`event ${event}`, error);
    }
  }

  readonly #handlers: Handlers = {
    ref: ({ ref }) => {
      this.page.conn.set('ref', ref);
      if (this.page.socket.state !== 'UNPAIRED') this.#state('UNPAIRED');
    },
    idle: () => this.#state('UNPAIRED_IDLE'),
    linked: (credential) => {
      this.#state('PAIRING');
      this.page.justLinked = true;
      void this.page.profile.keep(credential).then(() => this.#hello());
    },
    login: (login) => {
      applyLogin(this.page, login);
      void refreshPicture(this.page, login.me.number);
      this.page.socket.stream = 'CONNECTED';
      this.#state('CONNECTED');
    },
    refused: ({ code }) => void this.#refused(code),
    caughtUp: () => this.#synced(),
    message: (message) => void takeMessage(this.page, message, true),
    change: (change) => applyChange(this.page, change),
    receipt: ({ acks }) => {
      for (const { key, ack } of acks) this.page.store.messages.get(MsgKey.fromFact(key))?.updateAck(ack);
    },
    group: ({ group, notice }) => {
      takeGroup(this.page, group);
      if (notice) takeMessage(this.page, notice, true);
    },
    groupGone: ({ id, notice }) => {
      leaveGroup(this.page, id);
      if (notice) takeMessage(this.page, notice, true);
    },
    call: (call) => applyCall(this.page, call),
    picture: ({ id, notice }) => {
      if (notice) takeMessage(this.page, notice, true);
      void this.page.overheard.pictures.changeProfilePicThumb(createWid(id), 'set');
    },
    contact: (contact) => void takeContact(this.page, contact),
    own: (own) => applyOwn(this.page, own),
    typing: (typing) => applyTyping(this.page, typing),
    presence: (presence) => applyPresence(this.page, presence),
    state: ({ state }) => this.#state(state),
    unlinked: () => void this.#leave(),
    reload: () => location.reload(),
    crash: crashRenderer,
  };

  #state(state: string): void {
    this.page.socket.set('state', state);
  }

  #hello(): void {
    void this.page.profile
      .credential()
      .then((credential) => this.page.ask('hello', { credential }))
      // Lost on the way: the connection is reopened, and says hello again.
      .catch(() => undefined);
  }

  /** Tells that everything is here: the library starts at this event, and does not look at the state. */
  #synced(): void {
    const { socket, settings, cmd } = this.page;
    if (socket.hasSynced) return;
    this.page.offlineProgress = 100;
    cmd.trigger('offline_progress_update_from_bridge');
    const tell = () => socket.set('hasSynced', true);
    if (settings.synced === 'at once') tell();
    else socket.whenHeard('change:hasSynced', tell);
  }

  async #refused(code: string): Promise<void> {
    if (code === UNLINKED) return this.page.socket.hasSynced ? this.#leave() : this.page.profile.forget();
    const state = REFUSED[code];
    if (state) this.#state(state);
  }

  async #logout(): Promise<void> {
    await this.page.ask('logout');
    await this.#leave();
  }

  /** Not linked any more: forgets everything and starts again, as the real page does. */
  async #leave(): Promise<void> {
    await this.page.profile.forget();
    this.page.cmd.trigger('logout');
    window.setTimeout(() => location.replace('/?post_logout=1&logout_reason=0'), LEAVE_MS);
  }
}
