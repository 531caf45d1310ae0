import { addMessage } from '../apply/messages.js';
import { textOfError } from '../base/errors.js';
import { MsgKey } from '../ids/msg-key.js';
import type { Wid } from '../ids/wid.js';
import type { ChatModel } from '../models/chat.js';
import { MessageModel } from '../models/message.js';
import type { ModuleMaker, Page } from '../page.js';
import { wireFields } from '../wire.js';

const ON_SERVER = 1;
const FAILED = -1;

export interface SendResult {
  messageSendResult: 'OK' | 'ERROR_UNKNOWN';
  t?: number;
  error?: string;
}

interface Draft {
  id: MsgKey;
  from: Wid;
  pollOptions?: { name: string }[];
  directPath?: string;
}

/** Its messages name their author. */
const isShared = ({ id }: ChatModel): boolean => id.isGroup() || id.isStatus();

/** Shows the message at once, and hands it in. First the message, then what became of it. */
export function addAndSend(page: Page, chat: ChatModel, draft: Draft): [Promise<MessageModel>, Promise<SendResult>] {
  const options = draft.pollOptions?.map((option, localId) => ({ localId, ...option }));
  const message = new MessageModel({
    mentionedJidList: [],
    groupMentions: [],
    ...draft,
    ...(options ? { pollOptions: options } : {}),
    ...(isShared(chat) ? { author: draft.from } : {}),
    ...(draft.directPath === undefined ? {} : { isUnsentMedia: true }),
  });
  addMessage(page, message, true);
  return [Promise.resolve(message), handIn(page, chat, message)];
}

async function handIn(page: Page, chat: ChatModel, message: MessageModel): Promise<SendResult> {
  try {
    const viewers = chat.id.isStatus() ? await page.overheard.statuses.getStatusList() : undefined;
    const { t } = await page.ask<{ t: number }>('send', {
      ...(viewers ? { audience: viewers.list.map(String) } : {}),
      to: chat.id.toString(),
      id: message.id.id,
      fields: wireFields(message),
    });
    message.updateAck(ON_SERVER);
    if (message.isUnsentMedia) message.set('isUnsentMedia', false);
    return { messageSendResult: 'OK', t };
  } catch (error) {
    message.set('ack', FAILED);
    return { messageSendResult: 'ERROR_UNKNOWN', error: textOfError(error) };
  }
}

/** A message of one's own with the usual head. */
export async function send(page: Page, chat: ChatModel, fields: object): Promise<SendResult> {
  const from = page.self(chat.id);
  const id = new MsgKey({
    from,
    to: chat.id,
    id: await MsgKey.newId(),
    selfDir: 'out',
    participant: isShared(chat) ? from : undefined,
  });
  const t = Math.floor(Date.now() / 1000);
  const [, result] = addAndSend(page, chat, {
    ...fields,
    id,
    from,
    to: chat.id,
    t,
    ack: 0,
    isNewMsg: true,
    self: 'out',
  } as Draft);
  return result;
}

interface Forwarding {
  chat: ChatModel;
  msgs: MessageModel[];
}

async function forward(page: Page, { chat, msgs }: Forwarding): Promise<SendResult[]> {
  const results: SendResult[] = [];
  for (const message of msgs) {
    const {
      quotedMsg: _m,
      quotedStanzaID: _i,
      quotedParticipant: _p,
      ephemeralDuration: _e,
      ...fields
    } = wireFields(message);
    results.push(await send(page, chat, { ...fields, ...chat.ephemeralFields, isForwarded: true, forwardingScore: 1 }));
  }
  return results;
}

export const sendingModules: ModuleMaker = (page) => ({
  WAWebSendMsgChatAction: {
    addAndSendMsgToChat: (chat: ChatModel, draft: Draft) => addAndSend(page, chat, draft),
  },
  WAWebChatForwardMessage: { forwardMessages: (what: Forwarding) => forward(page, what) },
  WAWebMsgReply: { canReplyMsg: (message: MessageModel) => message.canReply() },
  WAWebQuotedMsgModelUtils: {
    getQuotedMsgObj: (message: MessageModel) => quoted(page, message),
  },
  WAWebGenerateEventCallLink: {
    createEventCallLink: (startsAt: number, kind: string) =>
      Promise.resolve(`https://call.whatsapp.com/${kind}/simulated${startsAt}`),
  },
});

/** The message that is answered, or what the answer itself tells of it. */
function quoted(
  { store }: Page,
  { quotedStanzaID, quotedMsg, quotedParticipant, id, t, from, to }: MessageModel,
): MessageModel {
  const known = store.messages.filter(
    (message) => message.id.id === quotedStanzaID && message.id.remote.equals(id.remote),
  );
  return (
    known[0] ??
    new MessageModel({
      ...quotedMsg,
      id: new MsgKey({ fromMe: false, remote: id.remote, id: quotedStanzaID ?? '', participant: quotedParticipant }),
      from: quotedParticipant ?? from,
      to,
      t,
      ack: 0,
    })
  );
}
