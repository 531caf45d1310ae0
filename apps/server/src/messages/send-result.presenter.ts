import { phoneOf } from '@columba/core';
import type { SendRecord } from '@columba/storage';
import { toMessageErrorDto } from './message-error.schema.js';
import type { SendResultDto } from './messages.schema.js';
import { STATUS_OF } from './send-status.js';

export function toSendResultDto(send: SendRecord, idempotencyKey: string): SendResultDto {
  return {
    messageId: send.messageId,
    chatId: send.chat,
    phone: phoneOf(send.chat),
    lid: send.chat.endsWith('@lid') ? send.chat : undefined,
    status: STATUS_OF[send.state],
    acceptedAt: send.createdAt.toISOString(),
    sentAt: send.sentAt?.toISOString(),
    error: send.error && toMessageErrorDto(send.error),
    clientReference: send.clientReference,
    idempotencyKey,
  };
}
