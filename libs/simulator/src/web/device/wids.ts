import type { Directory } from '../../world/directory.js';
import {
  STATUS_CHAT,
  groupChat,
  groupDigits,
  isGroupChat,
  type Addressing,
  type PhoneNumber,
  type Target,
} from '../../world/ids.js';
import type { AddressesFact, WidText } from '../facts.js';

const NUMBER = '@c.us';
const LID = '@lid';
const GROUP = '@g.us';
const STATUS: WidText = 'status@broadcast';

/** Spells and reads the world's names as the page's. */
export class WidBook {
  constructor(
    private readonly directory: Directory,
    private readonly settings: { addressing: Addressing },
  ) {}

  number(account: PhoneNumber): WidText {
    return account + NUMBER;
  }

  lid(account: PhoneNumber): WidText {
    return this.directory.get(account).lid + LID;
  }

  person(account: PhoneNumber, addressing: Addressing): WidText {
    return addressing === 'lid' ? this.lid(account) : this.number(account);
  }

  /** The address of a 1:1 chat with the person. */
  partner(account: PhoneNumber): WidText {
    const hidden = this.directory.get(account).phoneHidden ?? false;
    return this.person(account, hidden ? 'lid' : this.settings.addressing);
  }

  addresses(account: PhoneNumber): AddressesFact {
    const hidden = this.directory.get(account).phoneHidden ?? false;
    return { ...(hidden ? {} : { number: this.number(account) }), lid: this.lid(account) };
  }

  group(chat: Target): WidText {
    return groupDigits(chat) + GROUP;
  }

  target(target: Target): WidText {
    if (target === STATUS_CHAT) return STATUS;
    return isGroupChat(target) ? this.group(target) : this.partner(target);
  }

  /** The person behind an address, if there is such an account. */
  account(wid: WidText): PhoneNumber | undefined {
    const user = wid.slice(0, wid.indexOf('@'));
    if (wid.endsWith(LID)) return this.directory.findByLid(user)?.number;
    return wid.endsWith(NUMBER) ? this.directory.find(user)?.number : undefined;
  }

  /** Whom to write to; undefined for people who are not there, and for what is neither person nor group. */
  read(wid: WidText): Target | undefined {
    if (wid === STATUS) return STATUS_CHAT;
    return wid.endsWith(GROUP) ? groupChat(wid.slice(0, -GROUP.length)) : this.account(wid);
  }
}
