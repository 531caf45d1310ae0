/** What the page reads of the API; the API's own document says more. */

export type SessionState =
  | 'stopped'
  | 'starting'
  | 'pairing'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'logged_out'
  | 'replaced'
  | 'banned'
  | 'client_outdated'
  | 'passkey_required'
  | 'failed';

export interface Session {
  name: string;
  engine: string;
  state: SessionState;
  detail?: string;
  until?: string;
  account?: { id: string; phone?: string; name?: string };
  lastActivityAt?: string;
}

interface Budget {
  limit: number;
  left: number;
}
export interface SessionHealth {
  name: string;
  waitingSends: number;
  pacing: { day: Budget; newChats: Budget; pausedUntil?: string };
}
export interface Health {
  status: 'ok' | 'degraded';
  version: string;
  startedAt: string;
  sessions: SessionHealth[];
  warnings: { code: string; detail: string; session?: string }[];
}

export type Pairing =
  | { kind: 'none' }
  | { kind: 'qr'; text: string; expiresAt: string }
  | { kind: 'code'; code: string; expiresAt: string }
  | { kind: 'passkey'; detail: string }
  | { kind: 'linked' };

export interface Chat {
  chatId: string;
  name?: string;
  phone?: string;
  unreadCount: number;
  lastActivityAt?: string;
  lastMessage?: { fromMe: boolean; occurredAt: string; content: { kind: string; text?: string; caption?: string } };
}

export interface Consumer {
  id: string;
  kind: 'home_assistant' | 'webhook' | 'mqtt';
  name: string;
  state: 'active' | 'failing' | 'paused' | 'disabled';
  lag: number;
  parked: number;
  oldestWaitingAt?: string;
  lastError?: string;
}

export type Scope = 'read' | 'send' | 'admin';
export interface ApiKey {
  keyId: string;
  name: string;
  scopes: Scope[];
  lastUsedAt?: string;
}

/** Under which address automations reach the API. */
export interface Place {
  addOn: boolean;
  host: string;
  port: number;
}

export interface LogEvent {
  type: string;
  session: string;
  data: Record<string, unknown>;
}

export interface Sent {
  messageId: string;
  status: string;
}
