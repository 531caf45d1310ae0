import type { Account } from '../model/chat.js';
import type { StateChange } from '../session-state.js';

export type Pairing =
  | { kind: 'none' }
  /** `text` is what the QR shows. */
  | { kind: 'qr'; text: string; expiresAt: Date }
  /** To be typed on the phone, eight characters without a dash. */
  | { kind: 'code'; code: string; expiresAt: Date };

/** The link between this session and a WhatsApp account. */
export interface SessionPort {
  /** The true state, with its reason. Each change is also a `session.state_changed` fact. */
  readonly state: Readonly<StateChange>;
  readonly account: Account | undefined;
  /** What a person can do now to link; changes are told by `session.pairing_changed`. */
  readonly pairing: Pairing;
  /** What time it is by WhatsApp's clock, to a second or two; `undefined` where it has not told, or the engine cannot see. */
  readonly serverTime?: Date | undefined;
  /**
   * Asks WhatsApp for a code that the owner of this number types on the phone.
   * @param phone digits with country code, no plus sign.
   * @throws ConflictError unless the session is `pairing`; DomainError `rate_limited`, `timeout`.
   */
  requestCode(phone: string): Promise<Extract<Pairing, { kind: 'code' }>>;
  /** Unlinks at WhatsApp where possible; the credentials are archived in any case. */
  logout(): Promise<void>;
}
