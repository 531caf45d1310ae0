import type { AnyMessageContent, proto } from '@whiskeysockets/baileys';
import type { PollContent } from '@columba/core';

export const readPoll = (poll: proto.Message.IPollCreationMessage): PollContent => ({
  kind: 'poll',
  question: poll.name ?? '',
  options: (poll.options ?? []).map((option) => option.optionName ?? ''),
  selectableCount: poll.selectableOptionsCount ?? 0,
});

export const fromPoll = ({ question, options, selectableCount }: PollContent): AnyMessageContent => ({
  poll: { name: question, values: options, selectableCount },
});
