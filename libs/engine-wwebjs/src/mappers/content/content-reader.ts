import type { MessageContent } from '@columba/core';
import type { PageMessage } from '../../page/page-scope.js';

/** Reads one type of the page's messages. @returns `undefined` when it says nothing to a person */
export type ContentReader = (message: ContentFields) => MessageContent | undefined;

/** What kinds are read from; of a quoted message there is less. */
export type ContentFields = Pick<PageMessage, 'type' | 'body' | 'caption' | 'fields'> & { key?: { id: string } };
