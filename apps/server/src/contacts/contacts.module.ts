import { Module } from '@nestjs/common';
import { EventLogModule } from '../events/event-log.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ContactDetailsController } from './contact-details.controller.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsService } from './contacts.service.js';

@Module({
  imports: [EventLogModule, SessionsModule],
  controllers: [ContactsController, ContactDetailsController],
  providers: [ContactsService],
})
export class ContactsModule {}
