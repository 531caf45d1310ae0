/** What the door tells the page, in the page's own spelling. Types only: door and page are compiled apart. */

/** `<number>@c.us`, `<digits>@lid` or `<digits>@g.us`. */
export type WidText = string;

/** What a linked browser keeps, and shows at every login. */
export interface Credential {
  device: string;
  secret: string;
}

export interface KeyFact {
  fromMe: boolean;
  /** The chat. */
  remote: WidText;
  id: string;
  /** Who wrote it, in groups and of statuses. */
  participant?: WidText;
}

/** `type` names the kind; the other fields depend on it. */
export interface MessageFields {
  type: string;
  body?: string | undefined;
  [field: string]: unknown;
}

export interface MessageFact {
  key: KeyFact;
  from: WidText;
  to: WidText;
  author?: WidText;
  /** Seconds since 1970. */
  t: number;
  /** 1 on the server, 2 delivered, 3 read, 4 played. */
  ack: number;
  star: boolean;
  notifyName?: string;
  /** Both addresses of who wrote it; the number only where it is shown. */
  sender?: AddressesFact;
  /** The same of everybody else whom it names. */
  named?: AddressesFact[];
  fields: MessageFields;
}

/** A person's two addresses; the number only where it is shown. */
export interface AddressesFact {
  number?: WidText;
  lid: WidText;
}

/** Something that happened to a message that is there. */
export type ChangeFact = {
  /** The message that carried the change. */
  key: KeyFact;
  target: KeyFact;
  by: WidText;
  /** Milliseconds since 1970. */
  at: number;
} & (
  | { kind: 'reaction'; emoji: string }
  | { kind: 'edit'; text: string }
  | { kind: 'revoke'; bySender: boolean }
  | { kind: 'vote'; options: number[] }
  | { kind: 'pin'; pinned: boolean; seconds: number }
);

/** A person as this account knows them. */
export interface ContactFact {
  id: WidText;
  /** Absent when the number is hidden. */
  number?: WidText;
  lid: WidText;
  pushname: string;
  /** The name in the account's own address book. */
  name?: string;
  blocked: boolean;
}

export interface MemberFact {
  id: WidText;
  isAdmin: boolean;
  isSuperAdmin: boolean;
}

/** A group, its fields named as the page's models name them. Times are seconds. */
export interface GroupFact {
  id: WidText;
  subject: string;
  owner: WidText;
  creation: number;
  desc?: string;
  descId?: string;
  descTime?: number;
  descOwner?: WidText;
  /** Only admins change the group's data. */
  restrict: boolean;
  /** Only admins write. */
  announce: boolean;
  memberAddMode: 'admin_add' | 'all_member_add';
  membershipApprovalMode: boolean;
  isLidAddressingMode: boolean;
  ephemeralDuration: number;
  participants: MemberFact[];
  requests: { id: WidText; t: number }[];
  /** Both addresses of everybody who is in it, or wants to be. */
  people: AddressesFact[];
}

/** A channel, its fields named as the page's models name them. */
export interface ChannelFact {
  id: WidText;
  name: string;
  /** Empty: none. */
  description: string;
  inviteCode: string;
  /** Path of the picture; empty: none. */
  picture: string;
  /** Seconds. */
  creationTime: number;
  /** How many follow it. */
  size: number;
  /** Not told to who asks with an invitation; neither is what follows. */
  membershipType?: 'guest' | 'subscriber' | 'admin' | 'owner';
  muted?: boolean;
}

/** What the account set for a chat. Times are seconds. */
export interface ChatSettingsFact {
  archive: boolean;
  /** When it was pinned; 0: it is not. */
  pin: number;
  /** 0: not mute, -1: for ever. */
  muteExpiration: number;
  /** Its owner marked it as unread. */
  markedUnread: boolean;
  labels: string[];
}

export interface ChatFact extends ChatSettingsFact {
  id: WidText;
  /** Seconds of the last message. */
  t: number;
  unreadCount: number;
  /** Seconds after which messages disappear; 0: they stay. */
  ephemeralDuration: number;
  name?: string;
  group?: GroupFact;
}

export interface LabelFact {
  id: string;
  name: string;
  /** Number of the colour. */
  colorIndex: number;
}

/** What the account changed for itself on another of its devices. */
export type OwnFact =
  | { kind: 'chat'; id: WidText; settings: ChatSettingsFact }
  /** Messages up to this second are gone, with `deleted` the chat, too. */
  | { kind: 'cleared'; id: WidText; upTo: number; deleted: boolean }
  /** Read up to this second. */
  | { kind: 'read'; id: WidText; upTo: number }
  | { kind: 'star'; key: KeyFact; starred: boolean }
  | { kind: 'hidden'; key: KeyFact }
  | { kind: 'labels'; labels: LabelFact[] };

export interface LoginFact {
  me: { number: WidText; lid: WidText; pushname: string };
  contacts: ContactFact[];
  chats: ChatFact[];
  labels: LabelFact[];
  /** Those that the account follows or owns. */
  channels: ChannelFact[];
  /** The last ones of every chat, oldest first. */
  messages: MessageFact[];
  changes: ChangeFact[];
}

export interface CallFact {
  id: string;
  peer: WidText;
  /** The group that is called. */
  group?: WidText;
  video: boolean;
  /** Seconds since 1970. */
  t: number;
  change: 'offer' | 'cancelled' | 'timeout' | 'rejected' | 'accepted';
}

/** Everything the door says by itself, by name. */
export interface PageEvents {
  /** A reference to be shown inside a QR code. */
  ref: { ref: string };
  /** There are no further references until the page asks for them. */
  idle: Record<string, never>;
  /** A phone linked this browser. */
  linked: Credential;
  login: LoginFact;
  /** The login was refused; 401: the device is not linked any more. */
  refused: { code: string };
  /** What had waited is told. */
  caughtUp: Record<string, never>;
  message: MessageFact;
  change: ChangeFact;
  receipt: { acks: { key: KeyFact; ack: number }[] };
  group: { group: GroupFact; notice?: MessageFact };
  /** `change: offer` begins to ring; anything else is why it rings no more. */
  call: CallFact;
  /** A person or a group has another picture. */
  picture: { id: WidText; notice?: MessageFact };
  /** The account is in this group no more. */
  groupGone: { id: WidText; notice?: MessageFact };
  contact: ContactFact;
  own: OwnFact;
  typing: { chat: WidText; by: WidText; state: 'composing' | 'recording' | 'paused' };
  presence: { id: WidText; state: 'available' | 'unavailable' };
  /** The socket's state, as another server would cause it. */
  state: { state: string };
  /** The phone unlinked this browser. */
  unlinked: Record<string, never>;
  reload: Record<string, never>;
  crash: Record<string, never>;
}

export type PageEventName = keyof PageEvents;
