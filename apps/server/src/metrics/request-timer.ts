import type { Clock } from '@columba/core';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CLOCK } from '../common/tokens.js';
import { MetricsService } from './metrics.service.js';

/** Notes how long each request took. */
@Injectable()
export class RequestTimer implements NestInterceptor {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: MetricsService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler) {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const { method, route } = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const path = (route as { path?: string } | undefined)?.path;
    const startedAt = this.clock.monotonic();
    response.once('finish', () => {
      const seconds = (this.clock.monotonic() - startedAt) / 1000;
      this.metrics.answered({ method, route: path ?? 'none', status: response.statusCode, seconds });
    });
    return next.handle();
  }
}
