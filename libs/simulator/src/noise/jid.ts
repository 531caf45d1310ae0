import type { Directory } from '../world/directory.js';
import {
  deviceId,
  groupChat,
  STATUS_CHAT,
  groupDigits,
  isGroupChat,
  type Addressing,
  type ChatId,
  type DeviceId,
  type PhoneNumber,
  type Target,
} from '../world/ids.js';

const GROUP_SERVER = 'g.us';
const STATUS = 'status@broadcast';
const SERVERS: Record<Addressing, string> = { pn: 's.whatsapp.net', lid: 'lid' };

export interface ParsedJid {
  user: string;
  device: number;
  server: string;
  /** Absent for groups, broadcasts and the service itself. */
  addressing?: Addressing;
}

/** `user[_agent][:device]@server` */
export function parseJid(jid: string): ParsedJid {
  const at = jid.lastIndexOf('@');
  const server = jid.slice(at + 1);
  const [name = '', device = '0'] = jid.slice(0, Math.max(at, 0)).split(':');
  const [user = ''] = name.split('_');
  const addressing = (Object.keys(SERVERS) as Addressing[]).find((key) => SERVERS[key] === server);
  return { user, device: Number(device), server, ...(addressing ? { addressing } : {}) };
}

/** Spells and reads the world's accounts and devices as the protocol's addresses. */
export class JidBook {
  constructor(private readonly directory: Directory) {}

  /** Address of an account, or of one of its devices; device 0 is spelled without a suffix. */
  of(account: PhoneNumber, addressing: Addressing, device = 0): string {
    const user = addressing === 'pn' ? account : this.directory.get(account).lid;
    return `${user}${device > 0 ? `:${device}` : ''}@${SERVERS[addressing]}`;
  }

  ofDevice(id: DeviceId, addressing: Addressing): string {
    const [account = '', index = '0'] = id.split(':');
    return this.of(account, addressing, Number(index));
  }

  /** Address of whom a message is written to: a person or a group. */
  ofChat(target: Target, addressing: Addressing): string {
    if (target === STATUS_CHAT) return STATUS;
    return isGroupChat(target) ? `${groupDigits(target)}@${GROUP_SERVER}` : this.of(target, addressing);
  }

  /** The chat of several people behind an address, whether there is such a group or not; undefined for other addresses. */
  chat(jid: string): ChatId | undefined {
    const { user, server } = parseJid(jid);
    if (jid === STATUS) return STATUS_CHAT;
    return server === GROUP_SERVER && user !== '' ? groupChat(user) : undefined;
  }

  /** Who hides the number is named by LID alone where strangers look. */
  isHidden(account: PhoneNumber): boolean {
    return this.directory.get(account).phoneHidden ?? false;
  }

  /** The number behind an address of a person, if there is such an account. */
  account(jid: string): PhoneNumber | undefined {
    const { user, addressing } = parseJid(jid);
    if (addressing === 'pn') return this.directory.find(user)?.number;
    return addressing === 'lid' ? this.directory.findByLid(user)?.number : undefined;
  }

  /** The device behind an address, if its account exists; the device itself may be gone. */
  device(jid: string): DeviceId | undefined {
    const account = this.account(jid);
    return account === undefined ? undefined : deviceId(account, parseJid(jid).device);
  }
}
