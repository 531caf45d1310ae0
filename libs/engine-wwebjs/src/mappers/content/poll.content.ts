import type { PollContent } from '@columba/core';
import type { ContentFields } from './content-reader.js';

export function pollContent({ fields }: ContentFields): PollContent {
  const { pollName, pollOptions, pollSelectableOptionsCount } = fields;
  const options = Array.isArray(pollOptions) ? (pollOptions as ({ name?: unknown } | null)[]) : [];
  return {
    kind: 'poll',
    question: typeof pollName === 'string' ? pollName : '',
    options: options.map((option) => (typeof option?.name === 'string' ? option.name : '')),
    selectableCount: Number(pollSelectableOptionsCount ?? 0),
  };
}
