import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { NeedsScope, Operation } from '../common/openapi/operation.js';
import { MetricsService } from './metrics.service.js';

@ApiTags('System')
@Controller()
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get('v1/metrics')
  @Operation({
    id: 'getMetrics',
    summary: 'Numbers for Prometheus',
    description: 'Also under `/metrics`, where Prometheus looks for it.',
    scope: 'read',
    produces: { mimeType: 'text/plain', description: 'The text format of Prometheus.' },
  })
  get(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader('Content-Type', this.metrics.contentType);
    return this.metrics.text(caller);
  }

  @Get('metrics')
  @ApiExcludeEndpoint()
  @NeedsScope('read')
  usual(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<string> {
    return this.get(caller, response);
  }
}
