import type { MessageModel } from '../models/message.js';
import type { ModuleMaker } from '../page.js';
import { wireFields } from '../wire.js';
import { revokeOne } from './changes.js';
import { post } from './sending.js';

interface TextStatus {
  text: string;
  color: number;
  font: number;
}

/** Statuses: texts are posted under ids of the page's own, whatever id the library has in mind. */
export const statusModules: ModuleMaker = (page) => ({
  WAWebSendStatusMsgAction: {
    sendStatusTextMsgAction: ({ text, color, font }: TextStatus) =>
      post(page, { type: 'chat', body: text, backgroundColor: color, font }),
    sendStatusMediaMsgAction: (message: MessageModel) => post(page, wireFields(message), message.id),
  },
  WAWebRevokeStatusAction: {
    sendStatusRevokeMsgAction: (_status: unknown, message: MessageModel) => revokeOne(page, message),
  },
  WAWebUserPrefsStatus: page.overheard.statuses,
  WAWebStatusGatingUtils: { canCheckStatusRankingPosterGating: () => false },
  WAWebMediaUpdateMsg: () => undefined,
});
