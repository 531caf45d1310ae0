import { Body, Controller, Put, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Fields } from '../gajosu-fields.js';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { GajosuSession } from '../gajosu-session.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { displayNameRequestSchema, textStatusRequestSchema } from '../openapi/gajosu-request.schema.js';

/** @throws GajosuRefusal 422 */
function parseName(body: unknown): string {
  const fields = new Fields(body);
  const name = fields.text('name');
  fields.done();
  return name;
}

/** Documented as `text`, used as `status`. @throws GajosuRefusal 422 */
function parseStatus(body: unknown): string {
  const fields = new Fields(body);
  const isText = !fields.has('status') && typeof fields.raw('text') === 'string';
  const status = fields.text(isText ? 'text' : 'status');
  fields.done();
  return status;
}

@ApiTags('Me')
@UseGuards(GajosuReadyGuard)
@Controller('api/me')
export class GajosuMeController {
  constructor(private readonly session: GajosuSession) {}

  @Put('available')
  @GajosuOperation({ id: 'setAvailable', summary: 'Show this account as online' })
  available() {
    return this.session.engine().presence.set('available');
  }

  @Put('unavailable')
  @GajosuOperation({ id: 'setUnavailable', summary: 'Show this account as offline' })
  unavailable() {
    return this.session.engine().presence.set('unavailable');
  }

  @Put('display-name')
  @GajosuOperation({
    id: 'setDisplayName',
    summary: 'Change the name of this account',
    takes: { schema: displayNameRequestSchema },
  })
  displayName(@Body() body: unknown) {
    return this.session.engine().profile.setName(parseName(body));
  }

  @Put('text-status')
  @GajosuOperation({
    id: 'setTextStatus',
    summary: 'Change what stands below the name of this account',
    takes: { schema: textStatusRequestSchema },
  })
  textStatus(@Body() body: unknown) {
    return this.session.engine().profile.setAbout(parseStatus(body));
  }
}
