import { Controller, Get, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GajosuEtagInterceptor } from './gajosu-etag.interceptor.js';
import { GajosuReadyGuard } from './gajosu-ready.guard.js';
import { GajosuSession } from './gajosu-session.js';
import { GajosuOperation } from './openapi/gajosu-operation.js';
import { statusSchema } from './openapi/gajosu-state.schema.js';

@ApiTags('Status')
@UseGuards(GajosuReadyGuard)
@UseInterceptors(GajosuEtagInterceptor)
@Controller('api/status')
export class GajosuStatusController {
  constructor(private readonly session: GajosuSession) {}

  @Get()
  @GajosuOperation({
    id: 'getStatus',
    summary: 'Read the state of the connection',
    description: 'Answers in every state, also while nothing is connected.',
    scope: 'read',
    answers: { schema: statusSchema },
    always: true,
  })
  get() {
    return { status: this.session.state };
  }
}
