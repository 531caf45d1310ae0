import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, Matches, ValidateIf } from 'class-validator';
import { SCOPES, type Scope } from '../auth/caller.js';
import { CountField, InstantField, TextField } from '../common/openapi/fields.js';

const SESSION = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const MOST_SESSIONS = 100;
const MOST_HOURS = 30 * 24;

const NAME = { description: 'What it is for.', max: 100, example: 'Home Assistant' };
const SCOPES_OPTIONS = {
  description: 'What it may do; `send` holds `read`, `admin` holds both.',
  enum: SCOPES,
  isArray: true,
  minItems: 1,
} as const;
const SESSIONS_OPTIONS = {
  description: 'The only sessions that it sees; left out: all that the maker of the key sees.',
  type: String,
  isArray: true,
  minItems: 1,
  maxItems: MOST_SESSIONS,
} as const;

@ApiSchema({ name: 'CreateApiKeyRequest' })
export class CreateApiKeyDto {
  @TextField(NAME)
  name: string;

  @ApiProperty(SCOPES_OPTIONS)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  @ApiPropertyOptional({ ...SESSIONS_OPTIONS, example: ['home'] })
  @ValidateIf(({ sessions }: CreateApiKeyDto) => sessions !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_SESSIONS)
  @ArrayUnique()
  @Matches(SESSION, { each: true, message: 'sessions must be names of sessions' })
  sessions?: string[];

  @InstantField({ description: 'When it ends; left out: never.', optional: true, example: '2027-11-21T00:00:00Z' })
  expiresAt?: string;
}

@ApiSchema({ name: 'UpdateApiKeyRequest' })
export class UpdateApiKeyDto {
  @TextField({ ...NAME, optional: true })
  name?: string;

  @ApiPropertyOptional(SCOPES_OPTIONS)
  @ValidateIf(({ scopes }: UpdateApiKeyDto) => scopes !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  @ApiPropertyOptional({ ...SESSIONS_OPTIONS, example: ['home'], description: 'The only sessions that it sees.' })
  @ValidateIf(({ sessions }: UpdateApiKeyDto) => sessions !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_SESSIONS)
  @ArrayUnique()
  @Matches(SESSION, { each: true, message: 'sessions must be names of sessions' })
  sessions?: string[];

  @InstantField({ description: 'When it ends; null: never.', optional: true, nullable: true })
  expiresAt?: string | null;
}

@ApiSchema({ name: 'RotateApiKeyRequest' })
export class RotateApiKeyDto {
  @CountField({ description: 'How long the old key goes on.', min: 0, max: MOST_HOURS, default: 24, optional: true })
  overlapHours = 24;
}
