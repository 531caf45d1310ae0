import { Global, Module } from '@nestjs/common';
import { ConsumerDirectory } from '../relay/consumer-directory.js';
import { ConsumersController } from './consumers.controller.js';
import { EventLogModule } from '../events/event-log.module.js';
import { LogKeeper } from './log-keeper.js';
import { PullConsumersController } from './pull-consumers.controller.js';
import { PullConsumersService } from './pull-consumers.service.js';
import { SessionsModule } from '../sessions/sessions.module.js';

/** Who reads the log; and the log's keeper, who must know for whom to wait. */
@Global()
@Module({
  imports: [EventLogModule, SessionsModule],
  controllers: [ConsumersController, PullConsumersController],
  providers: [ConsumerDirectory, LogKeeper, PullConsumersService],
  exports: [ConsumerDirectory],
})
export class ConsumersModule {}
