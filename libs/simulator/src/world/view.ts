import { hasCaption, type ChangeContent, type MessageContent, type MessageNotes } from './content.js';
import { keyText, type ChatId, type MessageKey, type PhoneNumber } from './ids.js';
import type { Message } from './model.js';
import type { Shown } from './screens.js';

/** A message as someone's screen shows it, with what was done to it since. */
export interface ShownMessage extends Omit<MessageNotes, 'secret'> {
  key: MessageKey;
  fromMe: boolean;
  /** Absent while only sealed copies exist, and after a revocation. */
  content?: MessageContent;
  /** World milliseconds at which the message entered the world. */
  at: number;
  /** Copies that arrived; the screen shows one. */
  copies: number;
  /** How many of the further copies said something else. */
  differing: number;
  edited: boolean;
  revoked: boolean;
  /** Its sender, or an admin of the group. */
  revokedBy?: PhoneNumber;
  pinned: boolean;
  /** By the owner of the screen, for themselves. */
  starred: boolean;
  /** By who reacted. */
  reactions: Record<PhoneNumber, string>;
  /** By who voted. */
  votes: Record<PhoneNumber, string[]>;
}

export interface ViewRules {
  find: (key: MessageKey) => Message | undefined;
  /** Admins of a group may revoke what others wrote. */
  isAdmin: (chat: ChatId, who: PhoneNumber) => boolean;
}

type Appliers = {
  [K in ChangeContent['kind']]: (
    shown: ShownMessage,
    by: PhoneNumber,
    change: Extract<ChangeContent, { kind: K }>,
    rules: ViewRules,
  ) => void;
};

const APPLIERS: Appliers = {
  reaction(shown, by, { emoji }) {
    if (emoji === null) delete shown.reactions[by];
    else shown.reactions[by] = emoji;
  },
  edit(shown, by, { text }) {
    if (by !== shown.key.sender || !shown.content) return;
    if (shown.content.kind === 'text') shown.content = { kind: 'text', text };
    else if (hasCaption(shown.content)) shown.content = { ...shown.content, caption: text };
    else return;
    shown.edited = true;
  },
  revoke(shown, by, _change, { isAdmin }) {
    if (by !== shown.key.sender && !isAdmin(shown.key.chat, by)) return;
    delete shown.content;
    shown.revoked = true;
    shown.revokedBy = by;
  },
  vote(shown, by, { options }) {
    shown.votes[by] = options;
  },
  pin(shown, _by, { seconds }) {
    shown.pinned = seconds > 0;
  },
};

const isChange = (content: MessageContent | undefined): content is ChangeContent =>
  content !== undefined && Object.hasOwn(APPLIERS, content.kind);

/** What a screen shows, in order of arrival: messages that change others are applied to those, and not listed. */
export function viewOf(account: PhoneNumber, screen: readonly Shown[], rules: ViewRules): ShownMessage[] {
  const view = new Map<string, ShownMessage>();
  for (const { key, copies, differing = 0 } of screen) {
    const message = rules.find(key);
    if (message?.content?.kind === 'disappearing') continue;
    if (!isChange(message?.content)) {
      view.set(keyText(key), { ...fresh(account, key, message), copies, differing });
      continue;
    }
    const { content } = message;
    const shown = view.get(keyText({ chat: key.chat, ...content.target }));
    const apply = APPLIERS[content.kind] as Appliers[ChangeContent['kind']] | undefined;
    if (shown)
      (apply as (shown: ShownMessage, by: PhoneNumber, change: ChangeContent, rules: ViewRules) => void)(
        shown,
        key.sender,
        content,
        rules,
      );
  }
  return [...view.values()];
}

function fresh(account: PhoneNumber, key: MessageKey, message: Message | undefined): ShownMessage {
  const { secret: _, ...notes } = message?.notes ?? {};
  return {
    key,
    fromMe: key.sender === account,
    ...(message?.content ? { content: message.content } : {}),
    ...notes,
    at: message?.at ?? 0,
    copies: 0,
    differing: 0,
    edited: false,
    revoked: false,
    pinned: false,
    starred: false,
    reactions: {},
    votes: {},
  };
}
