import { proto } from 'baileys-codec/WAProto/index.js';
import type { ContentKind, MessageContent } from '../../world/content.js';

type Encoders = { [K in ContentKind]: (content: Extract<MessageContent, { kind: K }>) => proto.IMessage };

const ENCODERS: Encoders = {
  text: ({ text }) => ({ extendedTextMessage: { text } }),
  unsupported: ({ note }) => ({ conversation: `[${note}]` }),
};

/** The protocol's form of a neutral content. */
export function toProto(content: MessageContent): proto.IMessage {
  const encode = ENCODERS[content.kind] as (content: MessageContent) => proto.IMessage;
  return encode(content);
}

/** The neutral content of a decrypted message; undefined for messages that carry nothing to show. */
export function toContent(message: proto.IMessage): MessageContent | undefined {
  const text = message.conversation ?? message.extendedTextMessage?.text;
  if (typeof text === 'string' && text !== '') return { kind: 'text', text };
  if (message.protocolMessage || message.senderKeyDistributionMessage) return undefined;
  const [name] = Object.keys(proto.Message.toObject(proto.Message.fromObject(message))).filter(
    (field) => field !== 'messageContextInfo',
  );
  return name === undefined ? undefined : { kind: 'unsupported', note: name };
}
