import { QueryIds } from 'baileys-codec/lib/Types/Mex.js';
import { child, result, stanza, textOf, type Stanza } from '../stanza.js';
import { channelQueries } from './channels.iq.js';
import type { IqHandler, IqTable } from './handler.js';
import { MexError, type MexTable } from './mex-answer.js';

const QUERIES: MexTable = {
  // Nothing is limited here.
  [QueryIds.REACHOUT_TIMELOCK]: () => ({ xwa2_fetch_account_reachout_timelock: { is_active: false } }),
  [QueryIds.MESSAGE_CAPPING_INFO]: () => ({ xwa2_message_capping_info: {} }),
  ...channelQueries,
};

interface Question {
  variables?: Record<string, unknown>;
}

const says = (request: Stanza, answer: object): Stanza =>
  result(request, [stanza('result', {}, Buffer.from(JSON.stringify(answer)))]);

/** Queries of WhatsApp's GraphQL side, which carry JSON; what nobody knows is counted. */
const mex: IqHandler = (context, caller, request) => {
  const query = child(request, 'query');
  const id = query?.attrs.query_id ?? '';
  const answer = QUERIES[id];
  if (!answer) context.stats.count('unknownIqs', `w:mex ${id}`);
  try {
    if (!answer) throw new MexError(400, 'Bad Request');
    const { variables = {} } = JSON.parse(textOf(query)) as Question;
    return says(request, { data: answer(context, caller, variables) });
  } catch (error) {
    if (!(error instanceof MexError)) throw error;
    const extensions = { error_code: error.code, is_retryable: false, severity: 'CRITICAL' };
    return says(request, { data: null, errors: [{ message: error.message, extensions }] });
  }
};

export const mexTable: IqTable = { 'w:mex get query': mex };
