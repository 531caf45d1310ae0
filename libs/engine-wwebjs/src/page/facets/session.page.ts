import type { PagePerson, PageScope, SocketModel } from '../page-scope.js';

/** The page's connection at one moment. */
export interface SocketView {
  /** Counts up within an `epoch`: what is told late must not undo what was seen since. */
  moment: number;
  epoch: string;
  state: string;
  synced: boolean;
  /** The library has put its functions into this page. */
  equipped: boolean;
}

/** Like every `…Operations`: name → function from input to output. */
export interface SessionOperations {
  'session.view': (input: null) => SocketView;
  'session.account': (input: null) => PagePerson;
  'session.logout': (input: null) => null;
  /** The library missed the one event that it waits for. */
  'session.rescue': (input: null) => boolean;
}

/** Like every `…Entries`: type → what is told with it. */
export interface SessionEntries {
  socket: SocketView;
  /** Unlinked, by the phone or by ourselves. */
  logout: null;
  /** The page lacks something that we listen to. */
  trouble: { message: string };
}

/** The connection of the page. Runs in the page. */
export function installSession(): void {
  const scope = globalThis as unknown as PageScope;
  const { columba: kit } = scope;
  const socket = () => kit.module<{ Socket: SocketModel }>('WAWebSocketModel').Socket;

  let moments = 0;
  const view = (): SocketView => ({
    moment: ++moments,
    epoch: kit.epoch,
    state: socket().state,
    synced: socket().hasSynced,
    equipped: scope.WWebJS !== undefined,
  });

  kit.whenLoaded(() => {
    socket().on('change:state change:hasSynced', () => kit.tell('socket', view()));
    const { Cmd } = kit.module<{ Cmd: SocketModel }>('WAWebCmd');
    Cmd.on('logout logout_from_bridge', () => kit.tell('logout', null));
    kit.tell('socket', view());
  });

  Object.assign(kit.operations, {
    'session.view': view,
    'session.account': () => kit.me(),
    'session.logout': async () => {
      await socket().logout();
      return null;
    },
    'session.rescue': () => {
      if (scope.WWebJS !== undefined || !scope.onAppStateHasSyncedEvent) return false;
      scope.onAppStateHasSyncedEvent();
      return true;
    },
  } satisfies Record<keyof SessionOperations, unknown>);
}
