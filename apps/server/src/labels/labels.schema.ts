import { z } from 'zod';
import { component } from '../common/openapi/component.js';
import { chatSchema } from '../chats/chats.schema.js';
import { listOf } from '../common/openapi/page.js';

export const labelSchema = component(
  'Label',
  'A label of a business account.',
  z.object({
    labelId: z.string(),
    name: z.string(),
    color: z.int().describe("Index into WhatsApp's palette, 0 to 19."),
  }),
);
export const labelListSchema = listOf('LabelList', 'All labels of the account.', labelSchema);
export const labelledChatsSchema = listOf('LabelledChatList', 'The chats that carry a label.', chatSchema);
