import { addMessage } from '../apply/messages.js';
import { ServerStatusCodeError } from '../base/errors.js';
import { MsgKey } from '../ids/msg-key.js';
import type { ChatModel } from '../models/chat.js';
import { MessageModel } from '../models/message.js';
import type { Draft, SendAck, SendRecord, SendResult } from '../overheard.js';
import type { ModuleMaker, Page } from '../page.js';
import { wireFields } from '../wire.js';

const ON_SERVER = 1;
const FAILED = -1;

/** Of the door, and none of WhatsApp's answers: nobody knows whether it left. */
const NO_ANSWER = [408, 503, 504];

/** Its messages name their author. */
const isShared = ({ id }: ChatModel): boolean => id.isGroup() || id.isStatus();

function show(page: Page, chat: ChatModel, draft: Draft): MessageModel {
  const options = draft.pollOptions?.map((option, localId) => ({ localId, ...option }));
  const message = new MessageModel({
    mentionedJidList: [],
    groupMentions: [],
    ...draft,
    ...(options ? { pollOptions: options } : {}),
    ...(isShared(chat) ? { author: draft.from } : {}),
    ...(draft.directPath === undefined ? {} : { isUnsentMedia: true }),
  });
  return addMessage(page, message, true);
}

/** Shows the message at once, and hands it in. First the message, then what became of it. */
function addAndSend(page: Page, chat: ChatModel, draft: Draft): [Promise<MessageModel>, Promise<SendResult>] {
  const message = show(page, chat, draft);
  return [Promise.resolve(message), sendMessage(page, message)];
}

async function sendMessage(page: Page, message: MessageModel): Promise<SendResult> {
  const wire = () =>
    page.ask<{ t: number }>('send', {
      to: message.id.remote.toString(),
      id: message.id.id,
      fields: wireFields(message),
    });
  const { error, ...result } = await sendRecord(page, { type: 'message', data: message, wire });
  if (result.messageSendResult === 'OK') sent(message);
  else message.set({ isSendFailure: true, ...(error === undefined ? {} : { ack: FAILED }) });
  return result;
}

function sent(message: MessageModel): void {
  message.updateAck(ON_SERVER);
  if (message.isUnsentMedia) message.set('isUnsentMedia', false);
}

/** Hands it in, and tells what became of it; the number of a refusal stays here. */
export async function sendRecord(
  { overheard }: Page,
  record: SendRecord,
): Promise<SendResult & { error?: number | undefined }> {
  try {
    const { t, error } = await overheard.jobs.encryptAndSendMsg(record);
    return error === undefined
      ? { messageSendResult: 'OK', t: Number(t) }
      : { messageSendResult: 'ERROR_UNKNOWN', error };
  } catch (error) {
    return { messageSendResult: error instanceof ServerStatusCodeError ? 'ERROR_NETWORK' : 'ERROR_UNKNOWN' };
  }
}

async function encryptAndSend({ wire }: SendRecord): Promise<SendAck> {
  try {
    const { t } = await wire();
    return { t: String(t) };
  } catch (error) {
    if (!(error instanceof ServerStatusCodeError) || NO_ANSWER.includes(error.status)) throw error;
    return { t: String(Math.floor(Date.now() / 1000)), error: error.status };
  }
}

/** Statuses go another way than messages. */
export async function post(page: Page, fields: object, given?: MsgKey): Promise<SendResult> {
  const { statusChat } = page.store;
  const message = show(page, statusChat, await headed(page, statusChat, fields, given?.id));
  try {
    const { list } = await page.overheard.statuses.getStatusList();
    const { t } = await page.ask<{ t: number }>('send', {
      audience: list.map(String),
      to: statusChat.id.toString(),
      id: message.id.id,
      fields: wireFields(message),
    });
    sent(message);
    return { messageSendResult: 'OK', t };
  } catch {
    message.set('ack', FAILED);
    return { messageSendResult: 'ERROR_UNKNOWN' };
  }
}

/** A message of one's own with the usual head. */
async function headed(page: Page, chat: ChatModel, fields: object, given?: string): Promise<Draft> {
  const from = page.self(chat.id);
  const id = new MsgKey({
    from,
    to: chat.id,
    id: given ?? (await MsgKey.newId()),
    selfDir: 'out',
    participant: isShared(chat) ? from : undefined,
  });
  const t = Math.floor(Date.now() / 1000);
  return { ...fields, id, from, to: chat.id, t, ack: 0, isNewMsg: true, self: 'out' } as Draft;
}

export async function send(page: Page, chat: ChatModel, fields: object): Promise<SendResult> {
  const [, result] = page.overheard.sender.addAndSendMsgToChat(chat, await headed(page, chat, fields));
  return result;
}

interface Forwarding {
  chat: ChatModel;
  msgs: MessageModel[];
}

async function forwardOne(page: Page, chat: ChatModel, message: MessageModel): Promise<void> {
  const {
    quotedMsg: _m,
    quotedStanzaID: _i,
    quotedParticipant: _p,
    ephemeralDuration: _e,
    ...fields
  } = wireFields(message);
  const passed = { ...fields, ...chat.ephemeralFields, isForwarded: true, forwardingScore: 1 };
  if (message.directPath === undefined) await send(page, chat, passed);
  else await sendMessage(page, show(page, chat, await headed(page, chat, passed)));
}

/** Says nothing of what became of them, but for files that could not be handed in. */
async function forward(page: Page, { chat, msgs }: Forwarding): Promise<MessageModel[]> {
  const failed: MessageModel[] = [];
  for (const message of msgs)
    await forwardOne(page, chat, message).catch(() => {
      if (message.directPath !== undefined) failed.push(message);
    });
  return failed;
}

export const sendingModules: ModuleMaker = (page) => ({
  WAWebSendMsgChatAction: Object.assign(page.overheard.sender, {
    addAndSendMsgToChat: (chat: ChatModel, draft: Draft) => addAndSend(page, chat, draft),
  }),
  WAWebSendMsgJob: Object.assign(page.overheard.jobs, { encryptAndSendMsg: encryptAndSend }),
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
