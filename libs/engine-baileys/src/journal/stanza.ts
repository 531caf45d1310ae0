import type { BinaryNode } from '@whiskeysockets/baileys';

/** Stanzas that WhatsApp keeps until we acknowledge them. */
export const ACKNOWLEDGED_TAGS = ['message', 'receipt', 'notification', 'call'] as const;
export type AcknowledgedTag = (typeof ACKNOWLEDGED_TAGS)[number];

export const childrenOf = (node: BinaryNode | undefined): BinaryNode[] =>
  Array.isArray(node?.content) ? node.content : [];

export const childOf = (node: BinaryNode, tag: string): BinaryNode | undefined =>
  childrenOf(node).find((child) => child.tag === tag);

/** When it happened, by WhatsApp's clock; `fallback` where the stanza does not say. */
export function timeOf({ attrs }: BinaryNode, fallback: Date): Date {
  const seconds = Number(attrs.t);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : fallback;
}

/** From our own phone to this device only: keys, history, answers; never a message for a person. */
export const isPeer = ({ tag, attrs }: BinaryNode): boolean => tag === 'message' && attrs.category === 'peer';

/** Another device of this account has changed its settings. */
export const isSettingsNews = ({ tag, attrs }: BinaryNode): boolean =>
  tag === 'notification' && attrs.type === 'server_sync';

/** Only the library can act on these. They are done when it has stored what they bring. */
export const needsLibrary = (node: BinaryNode): boolean => isPeer(node) || isSettingsNews(node);

const SEALED = ['pkmsg', 'msg', 'skmsg'];

/** The ciphertexts that the library will open when it handles this stanza. */
export function ciphertextsOf(node: BinaryNode): Uint8Array[] {
  if (node.tag !== 'message') return [];
  return childrenOf(node)
    .filter(({ tag, attrs }) => tag === 'enc' && SEALED.includes(attrs.type ?? ''))
    .map(({ content }) => content)
    .filter((content): content is Uint8Array => content instanceof Uint8Array);
}
