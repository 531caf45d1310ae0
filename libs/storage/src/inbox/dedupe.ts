import { isPerson, type DedupeKey, type Jid } from '@columba/core';

/** Every spelling of a key: each person in it under each of its aliases. */
export function spellings(key: DedupeKey, aliasesOf: (jid: Jid) => readonly Jid[]): string[] {
  const choices = key.map((part) => {
    if (typeof part === 'string') return [part];
    return isPerson(part.person) ? aliasesOf(part.person) : [part.person];
  });
  return choices
    .reduce<string[][]>((made, choice) => made.flatMap((start) => choice.map((end) => [...start, end])), [[]])
    .map((parts) => JSON.stringify(parts));
}
