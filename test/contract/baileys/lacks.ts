import type { Lack } from '@columba/core/contract';

const MEDIA = 'no media in the simulator yet';

/** What the simulator cannot stage yet, or what another feature of the engine would be needed for. */
export const LACKS: readonly Lack[] = [
  {
    topic: 'receiving',
    titles: /^(image|video|audio|voice|document|sticker): /,
    reason: MEDIA,
  },
  { topic: 'messages.edit', titles: /caption/, reason: MEDIA },
  { topic: 'messages.forward', titles: /picture/, reason: MEDIA },
];
