import type { PageEvents } from '../../facts.js';
import type { PresenceModel } from '../models/presence.js';
import type { Page } from '../page.js';

const TYPES = { composing: 'composing', recording: 'recording_audio', paused: 'available' } as const;

const presenceOf = ({ store }: Page, id: string): PresenceModel => store.presence.gadd(id);

export function applyTyping(page: Page, { chat, by, state }: PageEvents['typing']): void {
  const presence = presenceOf(page, chat);
  if (presence.id.isGroup()) presence.chatstates.gadd(by).set('type', TYPES[state]);
  presence.chatstate.set('type', TYPES[state]);
}

export function applyPresence(page: Page, { id, state }: PageEvents['presence']): void {
  const presence = presenceOf(page, id);
  presence.set({ isOnline: state === 'available', hasData: true });
  presence.chatstate.set('type', state);
}
