import type { Jid } from '../ids.js';
import type { Person } from '../model/person.js';

export interface NumberCheck {
  asked: Jid;
  exists: boolean;
  person?: Person;
}

export interface Picture {
  bytes: Uint8Array;
  mimeType: string;
}

export interface ContactsPort {
  /** Which of these have an account; at most 50 at once. */
  check(numbers: Jid[]): Promise<NumberCheck[]>;
  /** `undefined` when there is none or it is not shown to us. */
  picture(of: Jid): Promise<Picture | undefined>;
  about(of: Jid): Promise<{ text: string; changedAt?: Date } | undefined>;
  block(person: Jid, blocked: boolean): Promise<void>;
  listBlocked(): Promise<Jid[]>;
  saveName(person: Jid, name: string): Promise<void>;
}

export interface ProfilePort {
  setName(name: string): Promise<void>;
  setAbout(text: string): Promise<void>;
  setPicture(jpeg: Uint8Array | null): Promise<void>;
}

export interface CallsPort {
  reject(callId: string, from: Jid): Promise<void>;
}
