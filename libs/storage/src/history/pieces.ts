import type { HistoryBatch } from '@columba/core';

/** So few at once that live messages hardly wait for it. */
const MOST_ROWS = 100;

const empty = (): HistoryBatch => ({ identities: [], contacts: [], chats: [], messages: [], reactions: [] });

/** Cuts a batch into pieces that are one short transaction each; what others build on comes first. */
export function* piecesOf(batch: HistoryBatch): Generator<HistoryBatch> {
  yield* cut(batch.identities, (identities) => ({ ...empty(), identities }));
  yield* cut(batch.contacts, (contacts) => ({ ...empty(), contacts }));
  yield* cut(batch.chats, (chats) => ({ ...empty(), chats }));
  yield* cut(batch.messages, (messages) => ({ ...empty(), messages }));
  yield* cut(batch.reactions, (reactions) => ({ ...empty(), reactions }));
}

function* cut<T>(rows: readonly T[], batch: (rows: T[]) => HistoryBatch): Generator<HistoryBatch> {
  for (let start = 0; start < rows.length; start += MOST_ROWS) yield batch(rows.slice(start, start + MOST_ROWS));
}
