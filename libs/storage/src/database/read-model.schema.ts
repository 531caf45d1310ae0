import type { Generated } from 'kysely';

/** The read model: chats, people, messages and groups as they are now. NULL: nobody told. */
export interface ReadModelSchema {
  person: {
    id: Generated<number>;
    session: string;
    phone: string | null;
    lid: string | null;
    /** The one to show. */
    name: string | null;
    saved_name: Generated<string | null>;
    push_name: Generated<string | null>;
    verified_name: Generated<string | null>;
    business: Generated<number | null>;
    blocked: Generated<number | null>;
    picture_id: Generated<string | null>;
    about: Generated<string | null>;
    sort_name: Generated<string>;
    search_text: Generated<string>;
  };
  alias: { session: string; alias: string; person_id: number; source: string; seen_at: number };
  chat: {
    row: Generated<number>;
    session: string;
    id: string;
    kind: string;
    name: string | null;
    listed: number;
    /** 0: never. */
    last_activity_at: number;
    cleared_at: number | null;
    /** Milliseconds since 1970, at a full second. */
    read_until: number | null;
    unread_count: number;
    /** Whether the count was told, by the account's own devices or by history, and not only counted here. */
    unread_told: number;
    marked_unread: number | null;
    archived: number | null;
    pinned: number | null;
    /** 0: not muted. */
    muted_until: number | null;
    disappearing_seconds: number | null;
    read_only: number | null;
  };
  message: {
    row: Generated<number>;
    session: string;
    chat: string;
    id: string;
    from_me: number;
    sender: string;
    occurred_at: number;
    status: string | null;
    data: string;
    kind: string;
    has_media: number;
    starred: number;
    removed: Generated<number>;
    /** What it said before it was edited or revoked. */
    original: Generated<string | null>;
  };
  /** Full text of messages by their row. */
  message_text: { rowid: number; text: string; message_text: Generated<string> };
  receipt: { session: string; message_id: string; person_id: number; status: string; changed_at: number };
  reaction: {
    session: string;
    chat: string;
    message_id: string;
    person_id: number;
    emoji: string | null;
    reacted_at: number;
  };
  vote: { session: string; chat: string; message_id: string; person_id: number; options: string; voted_at: number };
  chat_group: {
    session: string;
    id: string;
    subject: string;
    sort_subject: string;
    is_member: number;
    owner_id: number | null;
    details: string;
    updated_at: number;
  };
  group_member: { session: string; group_id: string; person_id: number; role: string };
  history_progress: {
    session: string;
    name: string;
    batches: number;
    chats: number;
    contacts: number;
    messages: number;
    updated_at: number;
    finished_at: number | null;
  };
}
