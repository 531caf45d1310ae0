import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Authentication } from './authentication.js';
import { KeyRing } from './key-ring.js';

@Module({
  providers: [KeyRing, Authentication, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authentication],
})
export class AuthModule {}
