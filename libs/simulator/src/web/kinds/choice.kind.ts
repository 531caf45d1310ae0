import { type ContentOf, listOf, optionalText, present, textOf, type Kind } from './kind.js';

interface PageButton {
  buttonId: string;
  buttonText: { displayText: string };
}

interface PageList {
  buttonText: string;
  sections: { title?: string; rows: { rowId: string; title: string; description?: string }[] }[];
}

/** A text with buttons below: the page marks it by a flag, not by a type. */
export const buttons: Kind<'buttons'> = {
  encode: (content) => ({
    type: 'chat',
    body: content.text,
    isDynamicReplyButtonsMsg: true,
    footer: content.footer,
    dynamicReplyButtons: content.buttons.map(({ id, text }) => ({
      buttonId: id,
      buttonText: { displayText: text },
      type: 1,
    })),
  }),
  decode({ isDynamicReplyButtonsMsg, body, footer, dynamicReplyButtons }) {
    if (isDynamicReplyButtonsMsg !== true) return undefined;
    return present<ContentOf<'buttons'>>({
      kind: 'buttons',
      text: textOf(body),
      buttons: listOf<PageButton>(dynamicReplyButtons).map(({ buttonId, buttonText }) => ({
        id: buttonId,
        text: buttonText.displayText,
      })),
      footer: optionalText(footer),
    });
  },
};

export const list: Kind<'list'> = {
  encode: (content) => ({
    type: 'list',
    body: content.text,
    footer: content.footer,
    list: {
      listType: 1,
      description: content.text,
      buttonText: content.buttonText,
      sections: content.sections.map(({ title, rows }) => ({
        title: title ?? '',
        rows: rows.map(({ id, title: name, description }) => ({ rowId: id, title: name, description })),
      })),
    },
  }),
  decode({ type, body, footer, list: shown }) {
    if (type !== 'list') return undefined;
    const { buttonText, sections } = shown as PageList;
    return present<ContentOf<'list'>>({
      kind: 'list',
      text: textOf(body),
      buttonText,
      sections: sections.map(({ title, rows }) =>
        present({
          title: optionalText(title),
          rows: rows.map(({ rowId, title: name, description }) =>
            present({ id: rowId, title: name, description: optionalText(description) }),
          ),
        }),
      ),
      footer: optionalText(footer),
    });
  },
};

export const buttonReply: Kind<'buttonReply'> = {
  encode: ({ buttonId, text }) => ({ type: 'buttons_response', body: text, selectedButtonId: buttonId }),
  decode: ({ type, body, selectedButtonId }) =>
    type === 'buttons_response'
      ? { kind: 'buttonReply', buttonId: textOf(selectedButtonId), text: textOf(body) }
      : undefined,
};

export const listReply: Kind<'listReply'> = {
  encode: ({ rowId, title }) => ({
    type: 'list_response',
    body: title,
    listResponse: { title, listType: 1, singleSelectReply: { selectedRowId: rowId } },
  }),
  decode({ type, body, listResponse }) {
    if (type !== 'list_response') return undefined;
    const { singleSelectReply } = listResponse as { singleSelectReply: { selectedRowId: string } };
    return { kind: 'listReply', rowId: singleSelectReply.selectedRowId, title: textOf(body) };
  },
};
