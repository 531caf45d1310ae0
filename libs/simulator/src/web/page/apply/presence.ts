import type { PageEvents } from '../../facts.js';
import type { PresenceModel } from '../models/presence.js';
import type { Page } from '../page.js';

const TYPES = { composing: 'composing', recording: 'recording_audio', paused: 'available' } as const;

const presenceOf = ({ store }: Page, id: string): PresenceModel => store.presence.gadd(id);

export function applyTyping(page: Page, { chat, state }: PageEvents['typing']): void {
  presenceOf(page, chat).chatstate.set('type', TYPES[state]);
}

export function applyPresence(page: Page, { id, state }: PageEvents['presence']): void {
  const presence = presenceOf(page, id);
  presence.set({ isOnline: state === 'available', hasData: true });
  presence.chatstate.set('type', state);
}
