import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { toDate } from '../common/openapi/fields.js';
import { Operation } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { given } from '../messages/content/given.js';
import { AuditTrail } from './audit-trail.js';
import { ListAuditQuery } from './audit.dto.js';
import { auditPageSchema, toAuditDto } from './audit.schema.js';

@ApiTags('System')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @Operation({
    id: 'listAuditEntries',
    summary: 'Who sent or changed what, when, and how it ended',
    description: 'Kept for a year. A key that is bound to sessions sees what was done to these.',
    scope: 'admin',
    answers: { schema: auditPageSchema },
    problems: ['invalid_input'],
  })
  list(@CurrentCaller() caller: Caller, @Query() { limit, cursor, operation, keyId, since }: ListAuditQuery) {
    const filter = given({ operation, keyId, since: toDate(since) });
    return toPageDto(this.trail.list(caller, { limit, ...given({ cursor }) }, filter), toAuditDto);
  }
}
