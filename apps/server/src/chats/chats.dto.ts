import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsIn, Matches, ValidateIf } from 'class-validator';
import type { ChatKind } from '@columba/core';
import { PageQuery } from '../common/http/page.dto.js';
import { ChoiceField, FlagField, InstantField, QueryFlag } from '../common/openapi/fields.js';
import { CHAT_KINDS } from '../messages/chat-ref.schema.js';

/** What WhatsApp offers: never, a day, a week, 90 days. */
const DISAPPEARING_SECONDS = [0, 86_400, 604_800, 7_776_000];

export class ListChatsQuery extends PageQuery {
  @ChoiceField({ description: 'Only chats of this kind.', of: CHAT_KINDS, optional: true })
  kind?: ChatKind;

  @QueryFlag({ description: 'Only archived chats, or only the others.', optional: true })
  archived?: boolean;

  @QueryFlag({ description: 'Only chats with something unread, or only the others.', optional: true })
  unread?: boolean;
}

@ApiSchema({ name: 'UpdateChatRequest' })
export class UpdateChatDto {
  @FlagField({ description: 'Put away, or back among the others.', optional: true })
  archived?: boolean;

  @FlagField({ description: 'Kept on top.', optional: true })
  pinned?: boolean;

  @InstantField({ description: 'Quiet until then; null: not muted.', optional: true, nullable: true })
  mutedUntil?: string | null;

  @FlagField({ description: 'Shown as unread, whatever was read.', optional: true })
  markedUnread?: boolean;

  @ApiProperty({
    description: 'After how long new messages disappear; 0: never.',
    type: 'integer',
    enum: DISAPPEARING_SECONDS,
    required: false,
  })
  @ValidateIf(({ disappearingSeconds }: UpdateChatDto) => disappearingSeconds !== undefined)
  @IsIn(DISAPPEARING_SECONDS)
  disappearingSeconds?: number;
}

@ApiSchema({ name: 'MarkChatReadRequest' })
export class MarkChatReadDto {
  @ApiProperty({
    description: 'Up to this message; absent: all.',
    type: String,
    required: false,
    maxLength: 128,
    example: '3EB0A1B2C3D4E5F60718',
  })
  @ValidateIf(({ messageId }: MarkChatReadDto) => messageId !== undefined)
  @Matches(/^[A-Za-z0-9._-]{1,128}$/, { message: 'messageId must be the id of a message' })
  messageId?: string;
}

const IN_CHAT = ['composing', 'recording', 'paused'] as const;

@ApiSchema({ name: 'SetChatPresenceRequest' })
export class SetChatPresenceDto {
  @ChoiceField({ description: 'What the others see; it ends by itself after some seconds.', of: IN_CHAT })
  presence: (typeof IN_CHAT)[number];
}

const OWN = ['available', 'unavailable'] as const;

@ApiSchema({ name: 'SetPresenceRequest' })
export class SetPresenceDto {
  @ChoiceField({ description: 'Whether the account is shown as online.', of: OWN })
  presence: (typeof OWN)[number];
}
