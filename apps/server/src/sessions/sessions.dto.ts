import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsIn, Matches } from 'class-validator';
import { ENGINE_KINDS, type EngineKind } from '@columba/core';
import { IfGiven } from '../common/openapi/fields.js';

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

@ApiSchema({ name: 'CreateSessionRequest' })
export class CreateSessionDto {
  @ApiProperty({
    description: 'The name of the session; it is its id everywhere.',
    pattern: NAME.source,
    example: 'home',
  })
  @Matches(NAME, { message: 'name must be 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or digit' })
  name: string;

  @ApiPropertyOptional({ description: 'What speaks with WhatsApp; the server has a default.', enum: ENGINE_KINDS })
  @IfGiven()
  @IsIn(ENGINE_KINDS)
  engine?: EngineKind;

  @ApiPropertyOptional({ description: 'Start now, and together with the server.', type: Boolean, default: true })
  @IfGiven()
  @IsBoolean()
  autoStart?: boolean;
}

@ApiSchema({ name: 'UpdateSessionRequest' })
export class UpdateSessionDto {
  @ApiPropertyOptional({
    description:
      'With another engine the session leaves the account and waits to be linked again; chats, messages, events and consumers stay.',
    enum: ENGINE_KINDS,
  })
  @IfGiven()
  @IsIn(ENGINE_KINDS)
  engine?: EngineKind;

  @ApiPropertyOptional({ description: 'Start together with the server.', type: Boolean })
  @IfGiven()
  @IsBoolean()
  autoStart?: boolean;
}
