import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { EngineContexts } from './engine-contexts.js';
import { PairingController } from './pairing.controller.js';
import { PairingService } from './pairing.service.js';
import { PairingTerminal } from './pairing-terminal.js';
import { SessionAccess } from './session-access.js';
import { SessionRegistry } from './session-registry.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [EventLogModule],
  controllers: [SessionsController, PairingController],
  providers: [EngineContexts, SessionRegistry, SessionAccess, SessionsService, PairingService, PairingTerminal],
  exports: [SessionRegistry, SessionAccess, SessionsService, PairingService],
})
export class SessionsModule {}
