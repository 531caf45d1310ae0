import { InvalidInputError, type OutgoingContent } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { InstantField, TextField, toDate } from '../../common/openapi/fields.js';
import { given } from './given.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

@ApiSchema({ name: 'OutgoingEvent' })
export class OutgoingEventDto {
  @ApiProperty({ enum: ['event'], description: 'An appointment.' })
  @IsIn(['event'])
  kind: 'event';

  @TextField({ description: 'What it is.', max: 255, example: 'Barbecue' })
  name: string;

  @InstantField({ description: 'When it begins.' })
  startsAt: string;

  @InstantField({ description: 'When it ends.', optional: true, example: '2026-11-21T20:00:00Z' })
  endsAt?: string;

  @TextField({ description: 'More about it.', max: 4_096, optional: true })
  description?: string;

  @TextField({ description: 'Where it is, in words.', max: 1_000, optional: true })
  location?: string;

  @TextField({ description: 'Where to join it online.', max: 2_000, optional: true })
  joinLink?: string;
}

export const outgoingEvent: OutgoingKindModule<OutgoingEventDto> = {
  component: 'OutgoingEvent',
  dto: OutgoingEventDto,
  parse({ name, startsAt, endsAt, description, location, joinLink }): OutgoingContent {
    const begins = new Date(startsAt);
    const ends = toDate(endsAt);
    if (ends && ends < begins)
      throw new InvalidInputError('The event ends before it begins', {
        fields: [{ pointer: '/content/endsAt', code: 'out_of_range', detail: 'Must not be before startsAt' }],
      });
    return { kind: 'event', name, startsAt: begins, ...given({ endsAt: ends, description, location, joinLink }) };
  },
};
