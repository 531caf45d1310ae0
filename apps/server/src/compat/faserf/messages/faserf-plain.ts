import type { ButtonsContent, Capabilities, ListContent, OutgoingContent } from '@columba/core';

/** What is to be tapped, as a text, where an engine cannot send it: the words arrive in any case. */
export function plainWhereNeeded(content: OutgoingContent, capabilities: Capabilities): OutgoingContent {
  const { kind } = content;
  if (kind !== 'buttons' && kind !== 'list') return content;
  const isAble = capabilities[`messages.send.${kind}`].level !== 'none';
  return isAble ? content : { kind: 'text', text: kind === 'buttons' ? ofButtons(content) : ofList(content) };
}

const ofButtons = ({ text, buttons, footer }: ButtonsContent): string =>
  joined([text, numbered(buttons.map((button) => button.text)), footer]);

const ofList = ({ text, sections, footer }: ListContent): string => {
  const parts = sections.map(({ title, rows }) =>
    [title, ...rows.map((row) => `• ${row.title}${row.description ? ` – ${row.description}` : ''}`)]
      .filter(Boolean)
      .join('\n'),
  );
  return joined([text, ...parts, footer]);
};

const numbered = (texts: readonly string[]): string => texts.map((text, index) => `${index + 1}. ${text}`).join('\n');
const joined = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join('\n\n');
