import { DomainError, toDomainError, type ErrorCode, type Logger } from '@columba/core';
import {
  Catch,
  HttpException,
  Inject,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { LOGGER } from '../tokens.js';
import { ApiFaces, type Refusal } from '../http/api-faces.js';
import { RouteTable } from '../http/route-table.js';
import { requestIdOf } from '../http/request-id.js';
import { problemOf, toProblem, type Problem, type ProblemPlace } from './problem.js';

/**
 * The last stop of every error: whatever was thrown, the caller gets a Problem, or what the API of that path says in its
 * place, and the log gets the truth.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: RouteTable,
    private readonly faces: ApiFaces,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = asDomainError(thrown);
    const face = this.faces.of(request.path);
    if (face) return this.refuse(face.refuse(error, thrown, request), error, response);
    const place = placeOf(request, response);
    const methods = thrown instanceof NotFoundException ? this.routes.methodsOf(request.path) : [];
    if (methods.length > 0) return refuseMethod(response, methods, place);
    const problem = toProblem(error, place);
    this.note(problem.status, error, response);
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  }

  private refuse({ status, body }: Refusal, error: DomainError, response: Response): void {
    this.note(status, error, response);
    if (response.headersSent) return void response.destroy();
    setErrorHeaders(response, status, error.details.retryAfterSeconds);
    response.status(status).json(body);
  }

  /** What is our fault, or WhatsApp's, stands in the log; a session that is not connected does so already. */
  private note(status: number, error: DomainError, response: Response): void {
    if (status < 500 || error.code === 'not_connected') return;
    this.logger.error('request failed', { requestId: requestIdOf(response), errorCode: error.code, error });
  }
}

function refuseMethod(response: Response, methods: readonly string[], place: ProblemPlace): void {
  response.setHeader('Allow', methods.join(', '));
  sendProblem(response, problemOf('method_not_allowed', `This path knows ${methods.join(', ')}`, place));
}

function sendProblem(response: Response, problem: Problem): void {
  setErrorHeaders(response, problem.status, problem.retryAfterSeconds);
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function setErrorHeaders(response: Response, status: number, retryAfterSeconds?: number): void {
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.setHeader('Cache-Control', 'no-store');
}

function placeOf(request: Request, response: Response): ProblemPlace {
  const session = request.params?.['session'];
  // Without the query: it may hold what should never have been there.
  const instance = request.originalUrl.split('?', 1)[0] ?? '/';
  return { requestId: requestIdOf(response), instance, ...(typeof session === 'string' && { session }) };
}

/** Errors of the body parser and the framework, in domain words. */
export function asDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const status = statusOf(thrown);
  const known = status === undefined ? undefined : FRAMEWORK[status];
  return known ? new DomainError(known.code, known.detail, { cause: thrown }) : toDomainError(thrown);
}

const FRAMEWORK: Record<number, { code: ErrorCode; detail: string }> = {
  400: {
    code: 'invalid_input',
    detail: 'The request cannot be read: the body must be JSON in UTF-8, the path well encoded',
  },
  404: { code: 'not_found', detail: 'There is no such path' },
  413: { code: 'too_large', detail: 'The body is larger than this path takes' },
  415: {
    code: 'unsupported_media_type',
    detail: 'The body must be application/json in UTF-8, without content encoding or with gzip',
  },
};

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof URIError) return 400;
  // http-errors, as the body parser throws them
  if (thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number') return thrown.status;
  return undefined;
}
