import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { closedBy } from '../common/http/closed-by.js';
import { Operation } from '../common/openapi/operation.js';
import { ListDeliveriesQuery, PageQuery, RedeliverDto, ReplayParkedDto } from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import { WEBHOOK_PARAM } from './params.js';
import {
  deliveryPageSchema,
  parkedPageSchema,
  pingResultSchema,
  replayResultSchema,
  toAttemptDto,
  toParkedDto,
} from './webhooks.schema.js';

@ApiTags('Webhooks')
@Controller('v1/webhooks/:webhookId')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Post('ping')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'pingWebhook',
    summary: 'Send one signed test and see what comes back',
    scope: 'admin',
    answers: { schema: pingResultSchema },
    problems: ['not_found'],
  })
  async ping(@CurrentCaller() caller: Caller, @Param('webhookId') id: string, @Req() request: Request) {
    const { outcome, durationMs } = await this.deliveries.ping(caller, id, closedBy(request));
    const delivered = outcome.kind === 'delivered';
    const status = 'status' in outcome ? outcome.status : undefined;
    return { delivered, status, error: delivered ? undefined : outcome.error, durationMs };
  }

  @Get('deliveries')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'listDeliveries',
    summary: 'List the attempts to deliver events',
    scope: 'admin',
    answers: { schema: deliveryPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  list(@CurrentCaller() caller: Caller, @Param('webhookId') id: string, @Query() query: ListDeliveriesQuery) {
    const { data, nextCursor } = this.deliveries.attempts(caller, id, query);
    return { data: data.map(toAttemptDto), nextCursor };
  }

  @Post('redeliver')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'redeliverEvents',
    summary: 'Deliver events again',
    description:
      'By id, by number or by time; all that is given must fit. Parked events among them get all their attempts anew.',
    scope: 'admin',
    answers: { schema: replayResultSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  redeliver(@CurrentCaller() caller: Caller, @Param('webhookId') id: string, @Body() wanted: RedeliverDto) {
    return { count: this.deliveries.redeliver(caller, id, wanted) };
  }

  @Get('parked')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'listParkedEvents',
    summary: 'List events that could not be delivered',
    scope: 'admin',
    answers: { schema: parkedPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  parked(@CurrentCaller() caller: Caller, @Param('webhookId') id: string, @Query() query: PageQuery) {
    const { data, nextCursor } = this.deliveries.parked(caller, id, query);
    return { data: data.map(toParkedDto), nextCursor };
  }

  @Post('parked/replay')
  @ApiParam(WEBHOOK_PARAM)
  @Operation({
    id: 'replayParkedEvents',
    summary: 'Try parked events again',
    scope: 'admin',
    answers: { schema: replayResultSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  replay(@CurrentCaller() caller: Caller, @Param('webhookId') id: string, @Body() { eventIds }: ReplayParkedDto) {
    return { count: this.deliveries.replayParked(caller, id, eventIds) };
  }
}
