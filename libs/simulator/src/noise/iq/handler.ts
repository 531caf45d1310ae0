import type { Companion } from '../companions.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import type { Stanza } from '../stanza.js';

/** Who asks. */
export interface Caller {
  connection: Connection;
  companion: Companion;
  /** The account's number. */
  account: string;
}

/** Answers one kind of request. `body` is the first child. Nothing returned means no answer. */
export type IqHandler = (
  context: DoorContext,
  caller: Caller,
  request: Stanza,
  body: Stanza | undefined,
) => Stanza | undefined | Promise<Stanza | undefined>;

/** Handlers by `xmlns type child`; the child may be `*`. */
export type IqTable = Record<string, IqHandler>;
