import { Global, Module } from '@nestjs/common';
import { ConsumerDirectory } from '../relay/consumer-directory.js';
import { ConsumersController } from './consumers.controller.js';
import { LogKeeper } from './log-keeper.js';

/** Who reads the log; and the log's keeper, who must know for whom to wait. */
@Global()
@Module({
  controllers: [ConsumersController],
  providers: [ConsumerDirectory, LogKeeper],
  exports: [ConsumerDirectory],
})
export class ConsumersModule {}
