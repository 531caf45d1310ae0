import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { AddressesField } from '../common/openapi/fields.js';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

const LONGEST_TEXT = 65_536;
const MOST_OPTIONS = 12;
const MOST_FORWARDS = 20;
const LONGEST_PIN_SECONDS = 30 * 24 * 3600;

@ApiSchema({ name: 'EditMessageRequest' })
export class EditMessageDto {
  @ApiProperty({ description: 'The new text or caption.', minLength: 1, maxLength: LONGEST_TEXT })
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_TEXT)
  text: string;
}

@ApiSchema({ name: 'SetReactionRequest' })
export class SetReactionDto {
  @ApiProperty({ description: 'One emoji.', minLength: 1, maxLength: 64, example: '👍' })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  emoji: string;
}

@ApiSchema({ name: 'SetPollVoteRequest' })
export class SetPollVoteDto {
  @ApiProperty({ description: 'Options in words, as the poll has them; none takes the vote back.', type: [String] })
  @IsArray()
  @ArrayMaxSize(MOST_OPTIONS)
  @IsString({ each: true })
  options: string[];
}

@ApiSchema({ name: 'PinMessageRequest' })
export class PinMessageDto {
  @ApiProperty({ description: 'How long it stays pinned.', minimum: 1, maximum: LONGEST_PIN_SECONDS, example: 86_400 })
  @IsInt()
  @Min(1)
  @Max(LONGEST_PIN_SECONDS)
  durationSeconds: number;
}

@ApiSchema({ name: 'ForwardMessageRequest' })
export class ForwardMessageDto {
  @AddressesField({ description: 'The chats that it goes to.', most: MOST_FORWARDS })
  chatIds: string[];
}

export class DeleteMessageQuery {
  @ApiProperty({ enum: ['everyone', 'me'], description: '`everyone` revokes it; `me` removes it here only.' })
  @IsIn(['everyone', 'me'])
  scope: 'everyone' | 'me';
}
