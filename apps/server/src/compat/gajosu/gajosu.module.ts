import { Module } from '@nestjs/common';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { GajosuFace } from './gajosu.face.js';
import { GajosuReadyGuard } from './gajosu-ready.guard.js';
import { GajosuSession } from './gajosu-session.js';
import { GajosuStatusController } from './gajosu-status.controller.js';

/** The REST API, the socket.io topics and the words of the gajosu add-on, on our own services. */
@Module({
  imports: [SessionsModule],
  controllers: [GajosuStatusController],
  providers: [GajosuSession, GajosuFace, GajosuReadyGuard],
})
export class GajosuModule {}
