import { randomBytes } from 'node:crypto';
import type { PollContent } from '@columba/core';
import type { SentRequest } from '../sent-request.js';

const SECRET_BYTES = 32;

/** With it votes are sealed; the same when the message is handed in again. */
export const newSecret = (): number[] => [...randomBytes(SECRET_BYTES)];

export function writePoll({ question, options, selectableCount }: PollContent): SentRequest {
  const poll = {
    pollName: question,
    pollOptions: options.map((name, localId) => ({ name, localId })),
    options: { allowMultipleAnswers: selectableCount !== 1, messageSecret: newSecret() },
  };
  return { content: '', options: { poll }, extra: { pollSelectableOptionsCount: selectableCount } };
}
