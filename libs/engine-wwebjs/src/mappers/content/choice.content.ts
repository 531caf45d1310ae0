import type {
  ButtonReplyContent,
  ButtonsContent,
  ListContent,
  ListReplyContent,
  ListSection,
  MessageId,
} from '@columba/core';
import type { ContentFields } from './content-reader.js';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** A text with buttons below is marked by a flag, not by a type. */
export const hasButtons = ({ fields }: ContentFields): boolean => fields.isDynamicReplyButtonsMsg === true;

export function buttonsContent({ body, fields }: ContentFields): ButtonsContent {
  const content: ButtonsContent = {
    kind: 'buttons',
    text: body ?? '',
    buttons: listOf(fields.dynamicReplyButtons).map(({ buttonId, buttonText }) => ({
      id: textOf(buttonId),
      text: textOf(objectOf(buttonText).displayText),
    })),
  };
  if (textOf(fields.footer)) content.footer = textOf(fields.footer);
  return content;
}

export function listContent({ body, fields }: ContentFields): ListContent {
  const list = objectOf(fields.list);
  const content: ListContent = {
    kind: 'list',
    text: textOf(list.description) || (body ?? ''),
    buttonText: textOf(list.buttonText),
    sections: listOf(list.sections).map(toSection),
  };
  if (textOf(fields.footer)) content.footer = textOf(fields.footer);
  return content;
}

function toSection({ title, rows }: Record<string, unknown>): ListSection {
  const section: ListSection = {
    rows: listOf(rows).map((row) => ({
      id: textOf(row.rowId),
      title: textOf(row.title),
      ...(textOf(row.description) ? { description: textOf(row.description) } : {}),
    })),
  };
  if (textOf(title)) section.title = textOf(title);
  return section;
}

const about = ({ fields }: ContentFields): { messageId?: MessageId } =>
  textOf(fields.quotedStanzaID) ? { messageId: textOf(fields.quotedStanzaID) as MessageId } : {};

export const buttonReplyContent = (message: ContentFields): ButtonReplyContent => ({
  kind: 'buttonReply',
  buttonId: textOf(message.fields.selectedButtonId) || textOf(message.fields.selectedId),
  text: message.body ?? '',
  ...about(message),
});

export function listReplyContent(message: ContentFields): ListReplyContent {
  const { title, singleSelectReply } = objectOf(message.fields.listResponse);
  const rowId = textOf(objectOf(singleSelectReply).selectedRowId);
  return { kind: 'listReply', rowId, title: textOf(title) || (message.body ?? ''), ...about(message) };
}
