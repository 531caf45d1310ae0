import type { OutgoingContent } from '@columba/core';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsLatitude, IsLongitude, IsNumber, IsString, MaxLength } from 'class-validator';
import { IfGiven } from '../../common/openapi/fields.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const LONGEST_LINE = 1_000;

@ApiSchema({ name: 'OutgoingLocation' })
export class OutgoingLocationDto {
  @ApiProperty({ enum: ['location'], description: 'A place.' })
  @IsIn(['location'])
  kind: 'location';

  @ApiProperty({ description: 'Degrees north.', minimum: -90, maximum: 90, example: 52.5163 })
  @IsNumber()
  @IsLatitude()
  latitude: number;

  @ApiProperty({ description: 'Degrees east.', minimum: -180, maximum: 180, example: 13.3777 })
  @IsNumber()
  @IsLongitude()
  longitude: number;

  @ApiPropertyOptional({ description: 'How the place is called.', type: String, maxLength: LONGEST_LINE })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_LINE)
  name?: string;

  @ApiPropertyOptional({ description: 'Where it is, in words.', type: String, maxLength: LONGEST_LINE })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_LINE)
  address?: string;
}

export const outgoingLocation: OutgoingKindModule<OutgoingLocationDto> = {
  component: 'OutgoingLocation',
  dto: OutgoingLocationDto,
  parse: ({ latitude, longitude, name, address }): OutgoingContent => ({
    kind: 'location',
    latitude,
    longitude,
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
  }),
};
