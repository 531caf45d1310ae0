import { seconds } from '../../world/clock.js';
import {
  STATUS_CHAT,
  accountOf,
  indexOf,
  type Addressing,
  type ChatId,
  type DeviceId,
  type PhoneNumber,
} from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { stanza, type Stanza } from '../stanza.js';

export interface MessageHead {
  from: DeviceId;
  /** The account whose device gets this copy. */
  recipient: PhoneNumber;
  /** The account the message was written to. */
  chat: PhoneNumber;
  id: string;
  addressing: Addressing;
  /** Attributes taken over from the sender's own stanza. */
  passed?: Record<string, string>;
}

/**
 * A message as it reaches one device. The sender appears in the addressing the message used, with the other name
 * beside it; a copy for the sender's own other device says in `recipient` which chat it belongs to.
 */
export function messageStanza({ world, jids }: DoorContext, head: MessageHead, content: Stanza[]): Stanza {
  const { from, recipient, chat, id, addressing, passed } = head;
  const sender = accountOf(from);
  const { name, phoneHidden } = world.directory.get(sender);
  const other =
    addressing === 'pn'
      ? { sender_lid: jids.of(sender, 'lid') }
      : { sender_pn: phoneHidden && recipient !== sender ? undefined : jids.of(sender, 'pn') };
  return stanza(
    'message',
    {
      type: 'text',
      ...passed,
      id,
      from: jids.of(sender, addressing, indexOf(from)),
      ...other,
      recipient: recipient === sender && chat !== sender ? jids.of(chat, addressing) : undefined,
      notify: name,
      t: seconds(world.clock),
    },
    content,
  );
}

/** A message of a group as it reaches one device: from the group, with its author beside it. */
export function groupMessageStanza(
  { world, jids }: DoorContext,
  { from, chat, id, addressing, passed }: Omit<MessageHead, 'recipient' | 'chat'> & { chat: ChatId },
  content: Stanza[],
): Stanza {
  const sender = accountOf(from);
  const other =
    addressing === 'pn' ? { participant_lid: jids.of(sender, 'lid') } : { participant_pn: jids.of(sender, 'pn') };
  return stanza(
    'message',
    {
      type: 'text',
      ...passed,
      id,
      from: jids.ofChat(chat, addressing),
      participant: jids.of(sender, addressing, indexOf(from)),
      ...other,
      addressing_mode: chat === STATUS_CHAT ? undefined : addressing,
      notify: world.directory.get(sender).name,
      t: seconds(world.clock),
    },
    content,
  );
}
