import type { proto } from '@whiskeysockets/baileys';
import type { ListContent, ListReplyContent, ListSection } from '@columba/core';

export function readList(message: proto.Message.IListMessage): ListContent {
  const content: ListContent = {
    kind: 'list',
    text: message.description ?? '',
    buttonText: message.buttonText ?? '',
    sections: (message.sections ?? []).map(toSection),
  };
  if (message.footerText) content.footer = message.footerText;
  return content;
}

function toSection({ title, rows }: proto.Message.ListMessage.ISection): ListSection {
  const section: ListSection = { rows: (rows ?? []).map(toRow) };
  if (title) section.title = title;
  return section;
}

const toRow = ({ rowId, title, description }: proto.Message.ListMessage.IRow): ListSection['rows'][number] => ({
  id: rowId ?? '',
  title: title ?? '',
  ...(description ? { description } : {}),
});

export function readListReply(reply: proto.Message.IListResponseMessage): ListReplyContent {
  const rowId = reply.singleSelectReply?.selectedRowId ?? '';
  const content: ListReplyContent = { kind: 'listReply', rowId, title: reply.title ?? '' };
  const about = reply.contextInfo?.stanzaId;
  if (about) content.messageId = about as NonNullable<ListReplyContent['messageId']>;
  return content;
}
