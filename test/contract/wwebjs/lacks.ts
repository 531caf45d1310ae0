import type { Lack } from '@columba/core/contract';

/** What a page of WhatsApp does not say, so that there is nothing to stage. */
export const LACKS: readonly Lack[] = [
  { titles: /cut off \(server_error\)/, reason: 'a page does not tell trouble of the server from a lost connection' },
  { titles: /cut off \(temporary_ban\)/, reason: 'a page does not say when a ban ends' },
  { titles: /cut off \(multidevice_mismatch\)/, reason: 'a page has no such state' },
  { titles: /a demanded passkey/, reason: 'how a page asks for a passkey is not known' },
];
