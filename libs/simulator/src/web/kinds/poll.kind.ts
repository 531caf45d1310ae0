import { listOf, textOf, type Kind } from './kind.js';

export const poll: Kind<'poll'> = {
  encode: ({ question, options, selectableCount }) => ({
    type: 'poll_creation',
    kind: 'pollCreation',
    pollName: question,
    pollOptions: options.map((name, localId) => ({ name, localId })),
    pollSelectableOptionsCount: selectableCount,
  }),
  decode({ type, pollName, pollOptions, pollSelectableOptionsCount }) {
    if (type !== 'poll_creation') return undefined;
    return {
      kind: 'poll',
      question: textOf(pollName),
      options: listOf<{ name: string }>(pollOptions).map(({ name }) => name),
      selectableCount: Number(pollSelectableOptionsCount ?? 0),
    };
  },
};
