import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { ChatsModule } from '../../chats/chats.module.js';
import { EventLogModule } from '../../events/event-log.module.js';
import { MediaRoomsModule } from '../../media/media-rooms.module.js';
import { MessagesModule } from '../../messages/messages.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { GajosuChatMarksController } from './chats/gajosu-chat-marks.controller.js';
import { GajosuChatsController } from './chats/gajosu-chats.controller.js';
import { GajosuChats } from './chats/gajosu-chats.service.js';
import { GajosuContactsController } from './contacts/gajosu-contacts.controller.js';
import { GajosuContacts } from './contacts/gajosu-contacts.service.js';
import { GajosuFace } from './gajosu.face.js';
import { GajosuFinder } from './gajosu-finder.js';
import { GajosuReads } from './gajosu-reads.js';
import { GajosuRefresh } from './gajosu-refresh.js';
import { GajosuReadyGuard } from './gajosu-ready.guard.js';
import { GajosuSession } from './gajosu-session.js';
import { GajosuStatusController } from './gajosu-status.controller.js';
import { GajosuGroupsController } from './groups/gajosu-groups.controller.js';
import { GajosuGroups } from './groups/gajosu-groups.service.js';
import { GajosuParticipantsController } from './groups/gajosu-participants.controller.js';
import { GajosuMeController } from './me/gajosu-me.controller.js';
import { GajosuDownload } from './messages/gajosu-download.js';
import { GajosuMessageActsController } from './messages/gajosu-message-acts.controller.js';
import { GajosuMessagesController } from './messages/gajosu-messages.controller.js';
import { GajosuMessages } from './messages/gajosu-messages.service.js';
import { GajosuSender } from './messages/gajosu-send.service.js';
import { GajosuUrlMedia } from './messages/gajosu-url-media.service.js';
import { GajosuSockets } from './sockets/gajosu-sockets.js';

/** The REST API, the socket.io topics and the words of the gajosu add-on, on our own services. */
@Module({
  imports: [AuthModule, ChatsModule, EventLogModule, SessionsModule, MessagesModule, MediaRoomsModule],
  // Groups first: `/chats/groups/…` must not be taken for a chat of that name.
  controllers: [
    GajosuStatusController,
    GajosuGroupsController,
    GajosuParticipantsController,
    GajosuMessagesController,
    GajosuMessageActsController,
    GajosuChatMarksController,
    GajosuChatsController,
    GajosuContactsController,
    GajosuMeController,
  ],
  providers: [
    GajosuSession,
    GajosuReads,
    GajosuRefresh,
    GajosuFinder,
    GajosuFace,
    GajosuReadyGuard,
    GajosuChats,
    GajosuMessages,
    GajosuSender,
    GajosuUrlMedia,
    GajosuDownload,
    GajosuGroups,
    GajosuContacts,
    GajosuSockets,
  ],
})
export class GajosuModule {}
