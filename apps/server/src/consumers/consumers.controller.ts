import { NotFoundError } from '@columba/core';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { Operation } from '../common/openapi/operation.js';
import { ConsumerDirectory, type ConsumerReading } from '../relay/consumer-directory.js';
import { consumerListSchema, consumerSchema, toConsumerDto } from './consumers.schema.js';
import { CONSUMER_PARAM } from './params.js';

@ApiTags('Consumers')
@Controller('v1/consumers')
export class ConsumersController {
  constructor(private readonly directory: ConsumerDirectory) {}

  @Get()
  @Operation({
    id: 'listConsumers',
    summary: 'List who gets events, and how far each has come',
    scope: 'admin',
    answers: { schema: consumerListSchema },
  })
  list(@CurrentCaller() caller: Caller) {
    return { data: this.visible(caller).map(toConsumerDto) };
  }

  @Get(':consumerId')
  @ApiParam(CONSUMER_PARAM)
  @Operation({
    id: 'getConsumer',
    summary: 'Read how far one consumer has come',
    scope: 'admin',
    answers: { schema: consumerSchema },
    problems: ['not_found'],
  })
  get(@CurrentCaller() caller: Caller, @Param('consumerId') id: string) {
    const found = this.visible(caller).find((reading) => reading.id === id);
    if (!found) throw new NotFoundError('There is no such consumer');
    return toConsumerDto(found);
  }

  /** A key of some sessions sees nothing that reaches beyond them. */
  private visible(caller: Caller): ConsumerReading[] {
    const sees = (session: string) => caller.sees(session);
    return this.directory.all().filter(({ sessions }) => caller.sessions === undefined || sessions?.every(sees));
  }
}
