import type { proto } from '@whiskeysockets/baileys';
import type { ButtonReplyContent, ButtonsContent } from '@columba/core';

export function readButtons(message: proto.Message.IButtonsMessage): ButtonsContent {
  const content: ButtonsContent = {
    kind: 'buttons',
    text: message.contentText ?? '',
    buttons: (message.buttons ?? []).map(({ buttonId, buttonText }) => ({
      id: buttonId ?? '',
      text: buttonText?.displayText ?? '',
    })),
  };
  if (message.footerText) content.footer = message.footerText;
  return content;
}

export const readButtonReply = (reply: proto.Message.IButtonsResponseMessage): ButtonReplyContent =>
  replyOf(reply.selectedButtonId, reply.selectedDisplayText, reply.contextInfo);

/** The same of messages that were made from a template. */
export const readTemplateReply = (reply: proto.Message.ITemplateButtonReplyMessage): ButtonReplyContent =>
  replyOf(reply.selectedId, reply.selectedDisplayText, reply.contextInfo);

type Text = string | null | undefined;

function replyOf(id: Text, text: Text, context: proto.IContextInfo | null | undefined): ButtonReplyContent {
  const content: ButtonReplyContent = { kind: 'buttonReply', buttonId: id ?? '', text: text ?? '' };
  if (context?.stanzaId) content.messageId = context.stanzaId as NonNullable<ButtonReplyContent['messageId']>;
  return content;
}
