import { jidDecode, type SignalKeyStore } from '@whiskeysockets/baileys';
import { tryParseJid, type Jid } from '@columba/core';

/** What the library has learnt about which phone and which hidden identity are one person. Never asks WhatsApp. */
export class LidBook {
  constructor(private readonly keys: SignalKeyStore) {}

  /** The same person's other address, device kept, or `undefined` where it is not known. */
  async otherWire(jid: string): Promise<string | undefined> {
    const parts = jidDecode(jid);
    if (!parts) return undefined;
    const device = parts.device ? `:${parts.device}` : '';
    if (parts.server === 's.whatsapp.net') {
      const lid = await this.mapped(parts.user);
      return lid && `${lid}${device}@lid`;
    }
    if (parts.server !== 'lid') return undefined;
    const phone = await this.mapped(`${parts.user}_reverse`);
    return phone && `${phone}${device}@s.whatsapp.net`;
  }

  async other(jid: string): Promise<Jid | undefined> {
    const other = await this.otherWire(jid);
    return other ? tryParseJid(other) : undefined;
  }

  private async mapped(id: string): Promise<string | undefined> {
    return (await this.keys.get('lid-mapping', [id]))[id];
  }
}
