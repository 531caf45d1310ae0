import { parseJid, phoneJid, type Jid } from '@columba/core';
import { invalid } from './faserf-refusal.js';

/** Country codes after which people write a zero that is not dialled from abroad. */
const TRUNK_ZERO = /^(49|43|41|33|44|31|32|34|39|48)0(\d{8,})$/;
/** A group id of the old kind; any other hyphen is only there to be read. */
const OLD_GROUP = /^\d+-\d+$/;
const LONGEST_PHONE = 15;

/**
 * Whom a request means: an address of WhatsApp, a phone number as people write it, or the bare id of a group.
 * @throws InvalidInputError
 */
export function parseNumber(text: string, name = 'number'): Jid {
  try {
    const trimmed = text.trim();
    if (trimmed.includes('@')) return parseJid(trimmed);
    return OLD_GROUP.test(trimmed) ? parseJid(`${trimmed}@g.us`) : ofDigits(trimmed);
  } catch {
    throw invalid(name, 'must be a phone number with its country code, or an address of WhatsApp');
  }
}

/** A number as people write it, whoever has it: it may lack its country code, or be too short. */
export const looksDialled = (text: string): boolean => /^\+?[\d\s().\-/]+$/.test(text) && /\d/.test(text);

function ofDigits(text: string): Jid {
  if (!looksDialled(text)) throw invalid('number', 'must hold digits');
  const digits = text.replace(/\D/g, '').replace(/^00/, '').replace(TRUNK_ZERO, '$1$2');
  return digits.length > LONGEST_PHONE ? parseJid(`${digits}@g.us`) : phoneJid(digits);
}
