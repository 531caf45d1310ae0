import type { MsgKey } from './ids/msg-key.js';
import type { Wid } from './ids/wid.js';
import type { ChatModel } from './models/chat.js';
import type { MessageModel } from './models/message.js';

export type PictureCommand = 'set' | 'remove';

/** What goes out under an id: a message, or something that is done to one. */
export interface SendRecord {
  type: 'message' | 'addon';
  data: { id: MsgKey };
  /** Hands it to the door. */
  wire: () => Promise<{ t: number }>;
}

/** The service's word about what went out; `error` is the number by which it refuses. */
export interface SendAck {
  t: string;
  error?: number;
}

/** All that the page itself says of a refusal; the number is in {@link SendAck} only. */
export interface SendResult {
  messageSendResult: 'OK' | 'ERROR_NETWORK' | 'ERROR_UNKNOWN';
  t?: number;
}

/** A message that is not sent yet. */
export interface Draft {
  id: MsgKey;
  from: Wid;
  pollOptions?: { name: string }[];
  directPath?: string;
}

/**
 * Work that the page does whenever somebody else caused it. Whoever wants to know replaces these functions by their own:
 * they must be looked up whenever they are called.
 */
export interface Overheard {
  pictures: { changeProfilePicThumb(wid: Wid, command: PictureCommand): Promise<unknown> };
  /** Who sees a status that is posted now. */
  statuses: { getStatusList(): Promise<{ list: Wid[] }> };
  /** Everything that goes out but statuses. */
  jobs: { encryptAndSendMsg(record: SendRecord): Promise<SendAck> };
  sender: { addAndSendMsgToChat(chat: ChatModel, draft: Draft): [Promise<MessageModel>, Promise<SendResult>] };
  histories: { queryAndRemoveMessagesInMessageRange(wid: Wid): Promise<string[]> };
}

const notGiven = (): never => {
  throw new Error('the feature that does this has not given it');
};

/** What asks the door is given by the feature that does. @param known everybody with whom there is a chat */
export const makeOverheard = (known: () => Wid[]): Overheard => ({
  statuses: { getStatusList: () => Promise.resolve({ list: known() }) },
  pictures: { changeProfilePicThumb: () => Promise.resolve() },
  jobs: { encryptAndSendMsg: notGiven },
  sender: { addAndSendMsgToChat: notGiven },
  histories: { queryAndRemoveMessagesInMessageRange: () => Promise.resolve([]) },
});
