import type { Collection, PagePerson, PageScope, Wid } from '../page-scope.js';

export interface PresenceOperations {
  'presence.own': (input: { available: boolean }) => null;
  'presence.inChat': (input: { chats: string[]; state: 'composing' | 'recording' | 'paused' }) => null;
  'presence.subscribe': (input: { of: string[] }) => null;
  'presence.unsubscribe': (input: { of: string[] }) => null;
}

export interface PresenceEntry {
  chat: PagePerson;
  by: PagePerson;
  state: 'available' | 'unavailable' | 'composing' | 'recording' | 'paused';
  /** Seconds since 1970. */
  lastSeen: number | null;
}

export interface PresenceEntries {
  presence: PresenceEntry;
}

interface ChatState {
  id: Wid;
  type?: string;
  t?: number;
}

interface PresenceModel {
  id: Wid;
  chatstate?: ChatState;
  chatstates?: { getModelsArray(): ChatState[] };
}

/** Being online and typing. Runs in the page. */
export function installPresence(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse, tell } = kit;
  const collection = () => module<{ Presence: Collection<PresenceModel> }>('WAWebCollections').Presence;
  const TYPING: readonly (string | undefined)[] = ['composing', 'recording'];
  /** Whom nobody wants to hear of any more; the page itself cannot be told to stop. */
  const ignored = new Set<string>();
  /** What was last told, by chat and person. */
  const last = new Map<string, PresenceEntry['state']>();

  const stateOf = (type: string | undefined, before: string | undefined): PresenceEntry['state'] => {
    if (type === 'composing' || type === 'typing') return 'composing';
    if (type === 'recording_audio' || type === 'recording') return 'recording';
    if (type === 'unavailable' || type === undefined) return 'unavailable';
    return TYPING.includes(before) || type === 'paused' ? 'paused' : 'available';
  };

  const say = (chat: Wid, by: Wid, { type, t }: ChatState) => {
    const name = `${chat.toString()} ${by.toString()}`;
    const before = last.get(name);
    const state = stateOf(type, before);
    if (state === before) return;
    last.set(name, state);
    const lastSeen = state === 'unavailable' && t ? t : null;
    tell('presence', { chat: kit.person(chat), by: kit.person(by), state, lastSeen } satisfies PresenceEntry);
  };

  const heard = (changed: ChatState) => {
    const presence = collection()
      .getModelsArray()
      .find(({ chatstate }) => chatstate === changed);
    if (!presence || ignored.has(presence.id.toString())) return;
    if (!presence.id.isGroup()) return say(presence.id, presence.id, changed);
    for (const state of presence.chatstates?.getModelsArray() ?? [])
      if (last.has(`${presence.id.toString()} ${state.id.toString()}`) || state.type !== 'unavailable')
        say(presence.id, state.id, state);
  };
  kit.whenLoaded(() => collection().on('change:chatstate.type', heard));

  const inChat = async ({ chats, state }: { chats: string[]; state: 'composing' | 'recording' | 'paused' }) => {
    const chat = await kit.findChat(chats);
    if (!chat) throw refuse('not_found', 'There is no such chat');
    const bridge = module<Record<string, (wid: Wid) => Promise<unknown>>>('WAWebChatStateBridge');
    const names = {
      composing: 'sendChatStateComposing',
      recording: 'sendChatStateRecording',
      paused: 'sendChatStatePaused',
    };
    await bridge[names[state]]?.(chat.id);
    return null;
  };

  Object.assign(kit.operations, {
    'presence.own': async ({ available }: { available: boolean }) => {
      const action = module<{
        sendPresenceAvailable(): Promise<unknown>;
        sendPresenceUnavailable(): Promise<unknown>;
      }>('WAWebPresenceChatAction');
      await (available ? action.sendPresenceAvailable() : action.sendPresenceUnavailable());
      return null;
    },
    'presence.inChat': inChat,
    'presence.subscribe': async ({ of }: { of: string[] }) => {
      const chat = await kit.findChat(of);
      if (!chat) throw refuse('not_found', 'There is nobody at this address');
      const { subscribePresence } = module<{ subscribePresence(wid: Wid): Promise<unknown> }>(
        'WAWebContactPresenceBridge',
      );
      ignored.delete(chat.id.toString());
      await subscribePresence(chat.id);
      return null;
    },
    'presence.unsubscribe': async ({ of }: { of: string[] }) => {
      const chat = await kit.findChat(of);
      if (chat) ignored.add(chat.id.toString());
      return null;
    },
  } satisfies Record<keyof PresenceOperations, unknown>);
}
