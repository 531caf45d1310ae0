import { Body, Controller, Delete, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { closedBy } from '../common/http/closed-by.js';
import { Operation } from '../common/openapi/operation.js';
import { consumerEventPageSchema, consumerSchema, toConsumerDto } from './consumers.schema.js';
import { CONSUMER_PARAM } from './params.js';
import { CreateConsumerDto, PullEventsQuery, SetCursorDto } from './pull-consumers.dto.js';
import { PullConsumersService } from './pull-consumers.service.js';

@ApiTags('Consumers')
@Controller('v1/consumers')
export class PullConsumersController {
  constructor(private readonly consumers: PullConsumersService) {}

  @Post()
  @Operation({
    id: 'createConsumer',
    summary: 'Have the server keep your place in the log',
    description: 'Then fetch events, do what is to be done, and confirm: nothing is missed, whoever starts again.',
    scope: 'admin',
    answers: { status: 201, schema: consumerSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  create(
    @CurrentCaller() caller: Caller,
    @Body() wanted: CreateConsumerDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const made = this.consumers.create(caller, wanted);
    response.location(`/v1/consumers/${made.id}`);
    return toConsumerDto(made);
  }

  @Get(':consumerId/events')
  @ApiParam(CONSUMER_PARAM)
  @Operation({
    id: 'pullConsumerEvents',
    summary: 'Fetch the events that are not confirmed yet',
    description: 'Asked again without confirming, the same come again. With `waitSeconds` it waits for the first.',
    scope: 'read',
    answers: { schema: consumerEventPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  async pull(
    @CurrentCaller() caller: Caller,
    @Param('consumerId') id: string,
    @Query() { limit, waitSeconds }: PullEventsQuery,
    @Req() request: Request,
  ) {
    const page = await this.consumers.pull(caller, id, limit, waitSeconds * 1000, closedBy(request));
    const lost = page.lost.map(({ session, fromSeq, toSeq, count }) => ({ session, fromSeq, toSeq, count }));
    return { ...page, lost };
  }

  @Put(':consumerId/cursor')
  @ApiParam(CONSUMER_PARAM)
  @Operation({
    id: 'setConsumerCursor',
    summary: 'Confirm: everything up to here is done',
    description: 'It never goes back: an older cursor changes nothing.',
    scope: 'read',
    answers: { schema: consumerSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  confirm(@CurrentCaller() caller: Caller, @Param('consumerId') id: string, @Body() { cursor }: SetCursorDto) {
    return toConsumerDto(this.consumers.confirm(caller, id, cursor));
  }

  @Delete(':consumerId')
  @ApiParam(CONSUMER_PARAM)
  @Operation({
    id: 'deleteConsumer',
    summary: 'Forget a consumer that fetches its events',
    scope: 'admin',
    problems: ['not_found', 'conflict', 'storage'],
  })
  delete(@CurrentCaller() caller: Caller, @Param('consumerId') id: string): void {
    this.consumers.delete(caller, id);
  }
}
