import type { MessageKey, PhoneNumber, Target } from './ids.js';

interface OfChat {
  /** As the account sees it: the other person, or the group. */
  chat: Target;
}

/** What somebody sets for themselves on one of their devices; the others show it, too. Times are world milliseconds. */
export type OwnChange =
  | ({ kind: 'archive'; archived: boolean } & OfChat)
  | ({ kind: 'pinChat'; pinned: boolean } & OfChat)
  /** null: not muted. */
  | ({ kind: 'mute'; until: number | null } & OfChat)
  | ({ kind: 'markUnread'; unread: boolean } & OfChat)
  /** `upTo`: what came later stays. */
  | ({ kind: 'clear' | 'delete'; upTo: number } & OfChat)
  | ({ kind: 'labelChat'; label: string; attached: boolean } & OfChat)
  | { kind: 'star'; key: MessageKey; starred: boolean }
  /** A message is deleted for oneself. */
  | { kind: 'hide'; key: MessageKey }
  /** In the address book; null strikes it out. */
  | { kind: 'saveName'; person: PhoneNumber; name: string | null }
  | { kind: 'rename'; name: string }
  | { kind: 'label'; label: string; name: string; color: number }
  | { kind: 'removeLabel'; label: string };
