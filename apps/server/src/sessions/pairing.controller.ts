import { Body, Controller, Delete, Get, Header, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { StartPairingDto } from './pairing.dto.js';
import { pairingSchema } from './pairing.schema.js';
import { PairingService } from './pairing.service.js';
import { SESSION_PARAM } from './session-param.js';

@ApiTags('Pairing')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/pairing')
export class PairingController {
  constructor(private readonly pairing: PairingService) {}

  @Get()
  @Operation({
    id: 'getPairing',
    summary: 'Read what a person can do now to link the session',
    scope: 'admin',
    answers: { schema: pairingSchema },
    problems: ['not_found'],
  })
  get(@Param('session') session: string) {
    return this.pairing.get(session);
  }

  @Post()
  @Operation({
    id: 'startPairing',
    summary: 'Link by QR or by code',
    description: 'Starts the session if needed and answers as soon as there is something to scan or to type.',
    scope: 'admin',
    answers: { schema: pairingSchema },
    problems: ['invalid_input', 'not_found', 'conflict', 'not_connected', 'rate_limited', 'engine_error', 'timeout'],
  })
  start(@Param('session') session: string, @Body() { method, phone = '' }: StartPairingDto) {
    return this.pairing.start(session, method === 'qr' ? { method } : { method, phone });
  }

  @Get('qr.png')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getPairingQrImage',
    summary: 'The QR to scan, as a picture',
    scope: 'admin',
    produces: { mimeType: 'image/png', description: 'A square picture.' },
    problems: ['not_found'],
  })
  async image(@Param('session') session: string): Promise<StreamableFile> {
    return new StreamableFile(await this.pairing.qrImage(session), { type: 'image/png' });
  }

  @Delete()
  @Operation({ id: 'cancelPairing', summary: 'Stop waiting for a phone', scope: 'admin', problems: ['not_found'] })
  async cancel(@Param('session') session: string): Promise<void> {
    await this.pairing.cancel(session);
  }
}
