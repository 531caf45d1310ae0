import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { ChatsModule } from '../../chats/chats.module.js';
import { EventLogModule } from '../../events/event-log.module.js';
import { MediaRoomsModule } from '../../media/media-rooms.module.js';
import { PicturesModule } from '../../media/pictures/pictures.module.js';
import { MessagesModule } from '../../messages/messages.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { WEBHOOK_EGRESS } from '../../webhooks/webhook-egress.provider.js';
import { FaserfChannels } from './channels/faserf-channels.js';
import { FaserfChannelsController } from './channels/faserf-channels.controller.js';
import { FaserfChatMarksController } from './chats/faserf-chat-marks.controller.js';
import { FaserfChats } from './chats/faserf-chats.js';
import { FaserfChatsController } from './chats/faserf-chats.controller.js';
import { FaserfPresenceController } from './chats/faserf-presence.controller.js';
import { FaserfContacts } from './contacts/faserf-contacts.js';
import { FaserfContactsController } from './contacts/faserf-contacts.controller.js';
import { FaserfEventsController } from './events/faserf-events.controller.js';
import { FaserfQueue } from './events/faserf-queue.js';
import { ANY_METHOD, anyMethod } from './faserf-any-method.js';
import { FaserfFace } from './faserf.face.js';
import { FaserfGuard } from './faserf.guard.js';
import { FaserfReads } from './faserf-reads.js';
import { FaserfGroupActsController } from './groups/faserf-group-acts.controller.js';
import { FaserfGroups } from './groups/faserf-groups.js';
import { FaserfGroupsController } from './groups/faserf-groups.controller.js';
import { FaserfInvitesController } from './groups/faserf-invites.controller.js';
import { FaserfParticipantsController } from './groups/faserf-participants.controller.js';
import { FaserfMediaController } from './media/faserf-media.controller.js';
import { FaserfActs } from './messages/faserf-acts.js';
import { FaserfActsController } from './messages/faserf-acts.controller.js';
import { FaserfFlights } from './messages/faserf-flights.js';
import { FaserfMessageMarksController } from './messages/faserf-message-marks.controller.js';
import { FaserfSendChoicesController } from './messages/faserf-send-choices.controller.js';
import { FaserfSendController } from './messages/faserf-send.controller.js';
import { FaserfSender } from './messages/faserf-sender.js';
import { FaserfSendMediaController } from './messages/faserf-send-media.controller.js';
import { FaserfPairing } from './session/faserf-pairing.js';
import { FaserfSessionController } from './session/faserf-session.controller.js';
import { FaserfSessions } from './session/faserf-sessions.js';
import { FaserfState } from './session/faserf-state.js';
import { FaserfStateController } from './session/faserf-state.controller.js';
import { FaserfTally } from './session/faserf-tally.js';
import { FaserfHealthController } from './system/faserf-health.controller.js';
import { FaserfWebhook } from './webhook/faserf-webhook.js';
import { FaserfWebhookController } from './webhook/faserf-webhook.controller.js';

/** The flat API of the WhatsApp add-on by FaserF at the root, on our own services. */
@Module({
  imports: [AuthModule, ChatsModule, EventLogModule, SessionsModule, MessagesModule, MediaRoomsModule, PicturesModule],
  controllers: [
    FaserfHealthController,
    FaserfSessionController,
    FaserfStateController,
    FaserfEventsController,
    FaserfSendController,
    FaserfSendChoicesController,
    FaserfSendMediaController,
    FaserfActsController,
    FaserfMessageMarksController,
    FaserfChatsController,
    FaserfChatMarksController,
    FaserfPresenceController,
    FaserfContactsController,
    FaserfGroupsController,
    FaserfInvitesController,
    FaserfParticipantsController,
    FaserfGroupActsController,
    FaserfChannelsController,
    FaserfMediaController,
    FaserfWebhookController,
  ],
  providers: [
    FaserfFace,
    FaserfGuard,
    FaserfSessions,
    FaserfReads,
    FaserfPairing,
    FaserfTally,
    FaserfState,
    FaserfQueue,
    FaserfFlights,
    FaserfSender,
    FaserfActs,
    FaserfChats,
    FaserfContacts,
    FaserfGroups,
    FaserfChannels,
    FaserfWebhook,
    WEBHOOK_EGRESS,
  ],
})
export class FaserfModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(anyMethod).forRoutes(...ANY_METHOD);
  }
}
