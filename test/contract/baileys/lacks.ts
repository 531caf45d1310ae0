import type { Lack } from '@columba/core/contract';

/** What the simulator cannot stage yet, or what another feature of the engine would be needed for. */
export const LACKS: readonly Lack[] = [
  { titles: /picture|what another admin changes is told/i, reason: 'no pictures in the simulator yet' },
  { topic: 'receiving', titles: /status/, reason: 'no statuses in the simulator yet' },
  {
    topic: 'messages.react',
    titles: /unknown message/,
    reason: 'the engine keeps no index of what it received; the service above it answers not_found',
  },
  { topic: 'receiving', titles: /new name or picture/, reason: 'no news of contacts yet' },
  { topic: 'receiving', titles: /^a call /, reason: 'no calls in the simulator yet' },
];
