import type { Capabilities, Jid } from '@columba/core';
import type { ScriptedPerson } from '@columba/core/testing';

/** A running gateway on one engine, with a linked and connected session `home`, and the WhatsApp around it. */
export interface ConformanceStage {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string;
  /** Whose account the session is linked to. */
  readonly owner: ScriptedPerson;
  contact(): Promise<ScriptedPerson>;
  /** An address of the right form that has no account. */
  strangerJid(): Jid;
  stop(): Promise<void>;
}

/** One engine as a column of the table. All that the goldens need to know of it is here. */
export interface ConformanceColumn {
  readonly engine: string;
  /** Cases that need what this engine cannot do are counted as lacking. */
  readonly capabilities: Capabilities;
  /** Cases that cannot be staged on it, by route and title, with the reason. */
  readonly lacks?: readonly { titles: RegExp; reason: string }[];
  /** Why it cannot run on this machine. */
  readonly impossible?: string | undefined;
  /** @param env settings of the gateway under test */
  start(env: Readonly<Record<string, string>>): Promise<ConformanceStage>;
}
