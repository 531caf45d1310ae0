import type { Companion } from '../companions.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import type { Outbound } from '../outbound.js';
import { bootstrap } from '../phone/bootstrap.js';
import { errorResult, result, type Stanza } from '../stanza.js';
import { accountTable, bodyOf } from './account.iq.js';
import { appStateTable } from './app-state.iq.js';
import { groupTable } from './groups.iq.js';
import type { Caller, IqHandler, IqTable } from './handler.js';
import { keyTable } from './keys.iq.js';
import { mexTable } from './mex.iq.js';
import { pictureTable } from './pictures.iq.js';
import { usyncTable } from './usync.iq.js';

/** Finds the handler of a request. What nobody knows is counted and answered with an empty result. */
export class IqRouter {
  readonly #table: IqTable;

  constructor(
    private readonly context: DoorContext,
    private readonly outbound: Outbound,
  ) {
    this.#table = {
      ...keyTable,
      ...usyncTable,
      ...accountTable,
      ...appStateTable,
      ...groupTable,
      ...pictureTable,
      ...mexTable,
      'passive set active': this.#activate,
    };
  }

  async handle(caller: Caller, request: Stanza): Promise<void> {
    const { xmlns = '', type = '' } = request.attrs;
    const body = bodyOf(request);
    const name = `${xmlns} ${type} ${body?.tag ?? ''}`.trim();
    this.context.stats.count('iqs', name);
    const handler = this.#table[name] ?? this.#table[`${xmlns} ${type} *`] ?? this.#unknown(name);
    try {
      const answer = await handler(this.context, caller, request, body);
      if (answer) caller.connection.send(answer);
    } catch (error) {
      this.context.stats.error(`iq ${name}`, error);
      caller.connection.send(errorResult(request, '500', 'internal-server-error'));
    }
  }

  #unknown(name: string): IqHandler {
    return ({ stats, world }, { companion }, request) => {
      stats.count('unknownIqs', name);
      world.log.append('iq.unknown', { device: companion.id, request: name });
      return result(request);
    };
  }

  /** The client wants live traffic: what waited goes out first, then a new device hears from its phone. */
  readonly #activate: IqHandler = (context, { connection, companion }, request) => {
    connection.send(result(request));
    void this.#begin(context, connection, companion);
    return undefined;
  };

  async #begin(context: DoorContext, connection: Connection, companion: Companion): Promise<void> {
    try {
      await this.outbound.begin(connection, companion.id);
      if (companion.bootstrapped) return;
      await bootstrap(context, companion.id);
      companion.bootstrapped = true;
    } catch (error) {
      context.stats.error(`first messages to ${companion.id}`, error);
    }
  }
}
