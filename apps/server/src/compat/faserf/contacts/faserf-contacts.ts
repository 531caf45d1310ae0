import { isPerson, jidKind, jidUser, type Contact, type Jid } from '@columba/core';
import { Injectable } from '@nestjs/common';
import type { FaserfCall } from '../faserf-call.js';
import { looksDialled, parseNumber } from '../faserf-number.js';
import { FaserfReads } from '../faserf-reads.js';
import { invalid } from '../faserf-refusal.js';
import { FaserfSessions } from '../session/faserf-sessions.js';

const NUMBER = ['number', 'jid'] as const;
const ASKED = ['number', 'phone'] as const;
/** So many digits at the end tell who is meant in the phone book. */
const SUFFIX = 7;

/** The people that this account knows or asks about. */
@Injectable()
export class FaserfContacts {
  constructor(
    private readonly sessions: FaserfSessions,
    private readonly reads: FaserfReads,
  ) {}

  list({ session }: FaserfCall) {
    return this.reads.contacts(session).map((contact) => ({
      id: contact.id,
      name: contact.savedName ?? null,
      notify: contact.pushName ?? null,
      verified_name: contact.verifiedName ?? null,
      verifiedName: contact.verifiedName ?? null,
      img_url: null,
    }));
  }

  async check({ session, input }: FaserfCall) {
    input.require(ASKED);
    const asked = input.text(...ASKED);
    const { contacts } = this.sessions.engine(session);
    const known = this.inPhoneBook(session, asked);
    if (!known && lacksCountry(asked)) return nobody(asked);
    const jid = known?.id ?? this.person(session, asked);
    const [checked] = await contacts.check([jid]);
    const contact = known ?? this.reads.contact(session, jid);
    return {
      number: jidKind(jid) === 'phone' ? jidUser(jid) : asked,
      jid: checked?.person?.id ?? jid,
      exists: checked?.exists === true,
      in_contacts: contact?.savedName !== undefined,
      name: contact?.savedName ?? null,
      notify: contact?.pushName ?? null,
      verified_name: contact?.verifiedName ?? null,
    };
  }

  /** The picture itself, as a data URL: it needs no key, and does not expire. */
  async picture({ session, input }: FaserfCall) {
    input.require(NUMBER);
    const jid = this.reads.resolve(session, parseNumber(input.text(...NUMBER)));
    const picture = await this.sessions.engine(session).contacts.picture(jid);
    const url = picture && `data:${picture.mimeType};base64,${Buffer.from(picture.bytes).toString('base64')}`;
    return { jid, profile_picture_url: url ?? null };
  }

  async about({ session, input }: FaserfCall) {
    input.require(NUMBER);
    const jid = this.person(session, input.text(...NUMBER));
    const about = await this.sessions.engine(session).contacts.about(jid);
    return { jid, status: about?.text ?? null, setAt: about?.changedAt?.toISOString() ?? null };
  }

  async block({ session, input }: FaserfCall, blocked: boolean) {
    input.require(NUMBER);
    const jid = this.person(session, input.text(...NUMBER));
    await this.sessions.engine(session).contacts.block(jid, blocked);
    return { status: blocked ? 'blocked' : 'unblocked', jid };
  }

  private person(session: string, number: string): Jid {
    const jid = this.reads.resolve(session, parseNumber(number));
    if (!isPerson(jid)) throw invalid('number', 'must be that of a person');
    return jid;
  }

  /** A number as it is written at home lacks its country code; its end is compared with the phone book. */
  private inPhoneBook(session: string, number: string): Contact | undefined {
    if (number.includes('@')) return undefined;
    const digits = number.replace(/\D/g, '').replace(/^0{1,2}/, '');
    if (digits.length < SUFFIX) return undefined;
    const fits = ({ phone = '', savedName }: Contact) => savedName !== undefined && phone.endsWith(digits);
    return this.reads.contacts(session).find(fits);
  }
}

/** Digits that are no number anywhere: nobody can be asked about them. */
function lacksCountry(text: string): boolean {
  if (!looksDialled(text.trim())) return false;
  try {
    parseNumber(text);
    return false;
  } catch {
    return true;
  }
}

function nobody(asked: string) {
  const number = asked.replace(/\D/g, '');
  const unknown = { in_contacts: false, name: null, notify: null, verified_name: null };
  return { number, jid: `${number}@s.whatsapp.net`, exists: false, ...unknown };
}
