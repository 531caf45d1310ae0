import type { ContentKind, MessageContent } from '../../world/content.js';
import type { MessageFields } from '../facts.js';

export type ContentOf<K extends ContentKind> = Extract<MessageContent, { kind: K }>;

/** How one kind of content is spelled in the fields of a page's message. */
export interface Kind<K extends ContentKind> {
  encode(content: ContentOf<K>): MessageFields;
  /** undefined when the fields are of another kind. */
  decode(fields: MessageFields): ContentOf<K> | undefined;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
export const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** Without the fields that have no value: two doors are to hand in the same content for the same thing. */
export const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
