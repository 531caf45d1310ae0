import type { LoggedEvent } from '@columba/core';
import type { Brake } from './governor.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface Warning {
  brake: Brake;
  ms: number;
}

/** WhatsApp's own words of warning, by the number in its refusal of a message, and how long we then keep still. */
const BY_CODE: Record<number, Warning> = {
  // "Reach-out limit": this account may begin no chats for now.
  463: { brake: 'new_chats', ms: 24 * HOUR_MS },
  // "rate-overlimit".
  429: { brake: 'sending', ms: 15 * MINUTE_MS },
  // Refused as malformed; repeating it is what gets accounts banned.
  479: { brake: 'sending', ms: MINUTE_MS },
};

export const TOO_FAST: Warning = { brake: 'sending', ms: 15 * MINUTE_MS };

/** What an event of the log says about pace. */
export function warningIn(event: LoggedEvent, now: Date): Warning | undefined {
  if (event.type === 'message.status_changed') return BY_CODE[event.data.error?.whatsappCode ?? 0];
  if (event.type !== 'session.restricted') return undefined;
  const { kind, until } = event.data;
  if (kind === 'temporary_ban') return undefined; // the session itself is down until then
  const usual = kind === 'new_chats' ? 24 * HOUR_MS : 15 * MINUTE_MS;
  return {
    brake: kind,
    ms: Math.max(0, (until ?? new Date(event.occurredAt.getTime() + usual)).getTime() - now.getTime()),
  };
}
