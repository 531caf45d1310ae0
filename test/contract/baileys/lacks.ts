import type { Lack } from '@columba/core/contract';

const KINDS = 'no kinds but text in the simulator yet';

/** What the simulator cannot stage yet, or what another feature of the engine would be needed for. */
export const LACKS: readonly Lack[] = [
  { titles: /\bgroups?\b|admins?|mention|member|being added/i, reason: 'no groups yet' },
  { topic: 'receiving', titles: /status/, reason: 'no statuses in the simulator yet' },
  {
    topic: 'receiving',
    titles: /^(image|video|audio|voice|document|sticker|location|contact|event|poll): |button|row/,
    reason: KINDS,
  },
  { topic: 'messages.send.location', titles: /./, reason: KINDS },
  { topic: 'messages.send.contact', titles: /./, reason: KINDS },
  { topic: 'messages.send.poll', titles: /./, reason: KINDS },
  {
    topic: 'receiving',
    titles: /^an? (edit|revocation|reaction|vote|star|pin) /,
    reason: 'no changes of messages in the simulator yet',
  },
  {
    topic: 'receiving',
    titles: /what is done to a chat|a contact who changes it/,
    reason: 'no settings of chats in the simulator yet',
  },
  { topic: 'receiving', titles: /new name or picture/, reason: 'no news of contacts yet' },
  { topic: 'receiving', titles: /^a call /, reason: 'no calls in the simulator yet' },
];
