import { Controller, Delete, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  pairingCodeSchema,
  pairRequestSchema,
  passkeySchema,
  qrSchema,
  sessionDeletedSchema,
  sessionStartSchema,
  statusSchema,
} from '../openapi/faserf-session.schema.js';
import { FaserfPairing } from './faserf-pairing.js';
import { FaserfState } from './faserf-state.js';
import { FaserfTally } from './faserf-tally.js';
import { FaserfQueue } from '../events/faserf-queue.js';

@ApiTags('Session')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfSessionController {
  constructor(
    private readonly pairing: FaserfPairing,
    private readonly state: FaserfState,
    private readonly tally: FaserfTally,
    private readonly queue: FaserfQueue,
  ) {}

  @Post('session/start')
  @FaserfOperation({
    id: 'startSession',
    summary: 'Start a session',
    description: 'When it is not linked, a QR follows. Answers at once.',
    scope: 'admin',
    answers: { schema: sessionStartSchema },
    always: true,
  })
  start(@Call() call: FaserfCall) {
    this.queue.begin(call.session);
    return this.pairing.start(call);
  }

  @Delete('session')
  @FaserfOperation({
    id: 'deleteSession',
    summary: 'Log out and forget the link',
    scope: 'admin',
    answers: { schema: sessionDeletedSchema },
    always: true,
  })
  async delete(@Call() call: FaserfCall) {
    const answer = await this.pairing.unlink(call);
    this.queue.clear(call.session);
    this.tally.forget(call.session);
    return answer;
  }

  @Post('session/pair')
  @FaserfOperation({
    id: 'pairSession',
    summary: 'Get a code that is typed on the phone',
    scope: 'admin',
    takes: { schema: pairRequestSchema },
    answers: { schema: pairingCodeSchema },
    always: true,
  })
  pair(@Call() call: FaserfCall) {
    return this.pairing.pair(call);
  }

  @Get('qr')
  @FaserfOperation({
    id: 'getQr',
    summary: 'Get the QR to scan',
    scope: 'admin',
    answers: { schema: qrSchema },
    always: true,
  })
  qr(@Call() call: FaserfCall) {
    return this.pairing.qr(call);
  }

  @Get('status')
  @FaserfOperation({
    id: 'getStatus',
    summary: 'Read how the session stands',
    scope: 'read',
    answers: { schema: statusSchema },
    always: true,
  })
  status(@Call() call: FaserfCall) {
    return this.state.status(call);
  }

  @Get('passkey/status')
  @FaserfOperation({
    id: 'getPasskeyStatus',
    summary: 'Read whether WhatsApp asks for a passkey',
    scope: 'read',
    answers: { schema: passkeySchema },
    always: true,
  })
  passkey(@Call() call: FaserfCall) {
    return this.state.passkey(call);
  }
}
