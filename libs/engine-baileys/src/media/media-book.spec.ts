import { describe, expect, it } from '@jest/globals';
import type { proto } from '@whiskeysockets/baileys';
import type { MessageId } from '@columba/core';
import { ANN, InMemoryContext } from '@columba/core/testing';
import { OriginalBook, originalOf } from '../messages/originals/original-book.js';
import { MediaBook } from './media-book.js';

const ID = 'A' as MessageId;
const picture = (caption: string): proto.IMessage => ({
  imageMessage: {
    caption,
    mediaKey: Uint8Array.of(1),
    directPath: '/old',
    jpegThumbnail: new Uint8Array(5000),
    contextInfo: { quotedMessage: { conversation: 'long ago' } },
  },
});

function setUp() {
  const context = new InMemoryContext();
  const originals = new OriginalBook(context.originals, context.sent);
  return { context, originals, media: new MediaBook(originals) };
}

describe('where files lie', () => {
  it('is what their messages say, of the past as well, without what is large', () => {
    const { context, media } = setUp();
    media.remember(ANN, ID, picture('Us'));
    expect(media.find(ANN, ID)).toMatchObject({ field: 'imageMessage', part: { directPath: '/old', caption: 'Us' } });
    expect(context.originals.get(ANN, ID)?.length).toBeLessThan(100);
    expect(media.find(ANN, 'B' as MessageId)).toBeUndefined();
    media.remember(ANN, 'B' as MessageId, { conversation: 'no file' });
    expect(context.originals.get(ANN, 'B' as MessageId)).toBeUndefined();
  });

  it('changes when a phone has uploaded one again, and the words stay', () => {
    const { originals, media } = setUp();
    originals.keep(originalOf(picture('Us'), { chat: ANN, id: ID }));
    media.moved(ANN, ID, '/new');
    expect(originals.find({ chat: ANN, id: ID })?.imageMessage).toMatchObject({ caption: 'Us', directPath: '/new' });
  });

  it('is forgotten with a message that is revoked, and the past does not bring it back', () => {
    const { originals, media } = setUp();
    originals.keep({ chat: ANN, id: ID, bytes: new Uint8Array() });
    media.remember(ANN, ID, picture('Us'));
    expect(media.find(ANN, ID)).toBeUndefined();
  });
});
