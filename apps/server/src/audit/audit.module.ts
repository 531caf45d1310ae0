import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditTrail } from './audit-trail.js';
import { AuditController } from './audit.controller.js';
import { AuditGuard } from './audit.guard.js';

/** Must stand before the module whose guard refuses: what is refused is written down too. */
@Module({
  controllers: [AuditController],
  providers: [AuditTrail, { provide: APP_GUARD, useClass: AuditGuard }],
})
export class AuditModule {}
