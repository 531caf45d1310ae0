import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { ApiFaces } from './api-faces.js';
import { RequestPipe } from './validation.js';
import { RouteTable } from './route-table.js';

/** What all routes share: the shape of errors and the check of requests. */
@Global()
@Module({
  providers: [
    RouteTable,
    ApiFaces,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: RequestPipe },
  ],
  exports: [RouteTable, ApiFaces],
})
export class HttpModule {}
