import { createHash } from 'node:crypto';
import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';

/**
 * Clients of this dialect ask with `If-None-Match` whether anything is new. An answer says what it is; the framework makes
 * a 304 of one that the client has already.
 */
@Injectable()
export class GajosuEtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    if (http.getRequest<Request>().method !== 'GET') return next.handle();
    const response = http.getResponse<Response>();
    return next.handle().pipe(
      map((body: unknown) => {
        if (body instanceof StreamableFile) return body;
        const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
        response.setHeader('ETag', `W/"${digest.slice(0, 27)}"`);
        response.setHeader('Cache-Control', 'private, no-cache');
        return body;
      }),
    );
  }
}
