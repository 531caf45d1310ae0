import { describe, expect, it } from '@jest/globals';
import { FrameReader, frameOf } from './framing.js';

const HEADER = Buffer.from([0x57, 0x41, 6, 3]);

describe('framing', () => {
  it('prefixes a 3-byte length', () => {
    expect(frameOf(Buffer.from('abc')).toString('hex')).toBe('000003616263');
  });

  it('reads several frames from one chunk, and one frame from many', () => {
    const stream = Buffer.concat([
      HEADER,
      frameOf(Buffer.from('one')),
      frameOf(Buffer.alloc(0)),
      frameOf(Buffer.from('two')),
    ]);
    expect(new FrameReader().push(stream).map(String)).toEqual(['one', '', 'two']);
    const reader = new FrameReader();
    const frames = [...stream].flatMap((byte) => reader.push(Buffer.of(byte)));
    expect(frames.map(String)).toEqual(['one', '', 'two']);
  });

  it('skips the routing block before the header', () => {
    const routing = Buffer.concat([Buffer.from('ED'), Buffer.from([0, 1, 0, 0, 2, 0xaa, 0xbb])]);
    const stream = Buffer.concat([routing, HEADER, frameOf(Buffer.from('x'))]);
    expect(new FrameReader().push(stream).map(String)).toEqual(['x']);
  });
});
