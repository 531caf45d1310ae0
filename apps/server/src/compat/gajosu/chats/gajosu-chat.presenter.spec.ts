import { describe, expect, it } from '@jest/globals';
import { FOR_EVER } from '@columba/core';
import { aChat } from '@columba/core/testing';
import { presentChat } from './gajosu-chat.presenter.js';

const now = new Date('2026-11-21T12:00:00Z');

describe('a muted chat', () => {
  it.each([
    ['is not', null, false, 0],
    ['was', new Date('2026-11-21T11:00:00Z'), false, 0],
    ['is for a while', new Date('2026-11-21T13:00:00Z'), true, 1_795_266_000],
    ['is for ever', FOR_EVER, true, -1],
  ])('%s', (_, mutedUntil, isMuted, muteExpiration) => {
    expect(presentChat(aChat({ mutedUntil }), { now })).toMatchObject({ isMuted, muteExpiration });
  });
});
