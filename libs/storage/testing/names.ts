import { type Jid, parseJid, parseSessionName } from '@columba/core';

export const HOME = parseSessionName('home');
export const PHONE = parseJid('+49 151 23456789');
export const LID = parseJid('123456789012345@lid');
export const OTHER_PHONE = parseJid('+49 151 98765432');
export const OTHER_LID = parseJid('543210987654321@lid');
export const numberOf = (phone: Jid): string => `+${phone.slice(0, phone.indexOf('@'))}`;
