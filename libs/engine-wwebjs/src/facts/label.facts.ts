import { fact } from '@columba/core';
import { toChat } from '../mappers/person.mapper.js';
import type { Readers, ReadScope } from './reading.js';

const base = ({ context, late }: ReadScope) => ({ occurredAt: context.clock.now(), late });

export const LABEL_READERS: Readers = {
  label: (label, scope) => [fact('label.updated', { label }, ['label', label.id, scope.serial], base(scope))],
  labelGone: ({ id }, scope) => [fact('label.removed', { labelId: id }, ['label', id, scope.serial], base(scope))],
  chatLabels: ({ chat: page, labels: labelIds }, scope) => {
    const chat = toChat(page);
    if (!chat) return [];
    const dedupe = ['labels', chat, scope.serial];
    return [fact('chat.labels_changed', { chat, labelIds }, dedupe, { ...base(scope), chat })];
  },
};
