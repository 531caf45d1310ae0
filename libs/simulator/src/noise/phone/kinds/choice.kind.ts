import { proto } from 'baileys-codec/WAProto/index.js';
import type { Kind } from './kind.js';

const { ButtonsMessage, ButtonsResponseMessage, ListMessage, ListResponseMessage } = proto.Message;

export const buttons: Kind<'buttons'> = {
  encode: (content) => ({
    buttonsMessage: {
      contentText: content.text,
      headerType: ButtonsMessage.HeaderType.EMPTY,
      buttons: content.buttons.map(({ id, text }) => ({
        buttonId: id,
        buttonText: { displayText: text },
        type: ButtonsMessage.Button.Type.RESPONSE,
      })),
      ...(content.footer === undefined ? {} : { footerText: content.footer }),
    },
  }),
  decode({ buttonsMessage: found }) {
    if (!found) return undefined;
    return {
      kind: 'buttons',
      text: found.contentText ?? '',
      buttons: (found.buttons ?? []).map(({ buttonId, buttonText }) => ({
        id: buttonId ?? '',
        text: buttonText?.displayText ?? '',
      })),
      ...(found.footerText ? { footer: found.footerText } : {}),
    };
  },
};

export const list: Kind<'list'> = {
  encode: (content) => ({
    listMessage: {
      description: content.text,
      buttonText: content.buttonText,
      listType: ListMessage.ListType.SINGLE_SELECT,
      sections: content.sections.map(({ title, rows }) => ({
        title: title ?? '',
        rows: rows.map(({ id, title: name, description }) => ({
          rowId: id,
          title: name,
          description: description ?? '',
        })),
      })),
      ...(content.footer === undefined ? {} : { footerText: content.footer }),
    },
  }),
  decode({ listMessage: found }) {
    if (!found) return undefined;
    return {
      kind: 'list',
      text: found.description ?? '',
      buttonText: found.buttonText ?? '',
      sections: (found.sections ?? []).map(({ title, rows }) => ({
        ...(title ? { title } : {}),
        rows: (rows ?? []).map(({ rowId, title: name, description }) => ({
          id: rowId ?? '',
          title: name ?? '',
          ...(description ? { description } : {}),
        })),
      })),
      ...(found.footerText ? { footer: found.footerText } : {}),
    };
  },
};

export const buttonReply: Kind<'buttonReply'> = {
  encode: ({ buttonId, text }) => ({
    buttonsResponseMessage: {
      selectedButtonId: buttonId,
      selectedDisplayText: text,
      type: ButtonsResponseMessage.Type.DISPLAY_TEXT,
    },
  }),
  decode: ({ buttonsResponseMessage: found }) =>
    found
      ? { kind: 'buttonReply', buttonId: found.selectedButtonId ?? '', text: found.selectedDisplayText ?? '' }
      : undefined,
};

export const listReply: Kind<'listReply'> = {
  encode: ({ rowId, title }) => ({
    listResponseMessage: {
      title,
      listType: ListResponseMessage.ListType.SINGLE_SELECT,
      singleSelectReply: { selectedRowId: rowId },
    },
  }),
  decode: ({ listResponseMessage: found }) =>
    found
      ? { kind: 'listReply', rowId: found.singleSelectReply?.selectedRowId ?? '', title: found.title ?? '' }
      : undefined,
};
