import type { MessageModel } from '../models/message.js';
import type { ModuleMaker } from '../page.js';
import { wireFields } from '../wire.js';
import { change } from './changes.js';
import { send } from './sending.js';

interface TextStatus {
  text: string;
  color: number;
  font: number;
}

/** Statuses: posted under ids of the page's own, whatever id the library has in mind. */
export const statusModules: ModuleMaker = (page) => {
  const { statusChat } = page.store;
  return {
    WAWebSendStatusMsgAction: {
      sendStatusTextMsgAction: ({ text, color, font }: TextStatus) =>
        send(page, statusChat, { type: 'chat', body: text, backgroundColor: color, font }),
      sendStatusMediaMsgAction: (message: MessageModel) => send(page, statusChat, wireFields(message)),
    },
    WAWebRevokeStatusAction: {
      sendStatusRevokeMsgAction: (_status: unknown, message: MessageModel) =>
        change(page, message, { kind: 'revoke' }, { kind: 'revoke', bySender: true }),
    },
    WAWebUserPrefsStatus: page.overheard.statuses,
    WAWebStatusGatingUtils: { canCheckStatusRankingPosterGating: () => false },
    WAWebMediaUpdateMsg: () => undefined,
  };
};
