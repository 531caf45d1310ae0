import { describe, expect, it } from '@jest/globals';
import type { Fact } from '@columba/core';
import { ManualClock } from '@columba/core/testing';
import { PairingDesk } from './pairing-desk.js';

function desk(qrTimeoutMs?: number) {
  const clock = new ManualClock();
  const facts: Fact[] = [];
  const printed: string[] = [];
  const made = new PairingDesk({
    clock,
    bootId: 'boot',
    emit: (told) => facts.push(told),
    qrTimeoutMs,
    printQr: (text) => printed.push(text),
  });
  const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);
  return { clock, facts, printed, made, inSeconds };
}

describe('what a person can do to link', () => {
  it('shows each QR as long as WhatsApp takes it', async () => {
    const { clock, made, inSeconds, printed } = desk();
    made.offerQr('one');
    expect(made.current).toEqual({ kind: 'qr', text: 'one', expiresAt: inSeconds(60) });
    await clock.advance(60_000);
    made.offerQr('two');
    expect(made.current).toEqual({ kind: 'qr', text: 'two', expiresAt: inSeconds(20) });
    expect(printed).toEqual(['one', 'two']);
  });

  it('keeps a code until the last QR behind it ends', async () => {
    const { clock, made, inSeconds } = desk();
    made.offerQr('one');
    const end = inSeconds(160);
    await clock.advance(30_000);
    expect(made.offerCode('ABCD1234')).toEqual({ kind: 'code', code: 'ABCD1234', expiresAt: end });
    made.offerQr('two');
    expect(made.current.kind).toBe('code');
  });

  it('tells each change once and never the QR or the code itself', () => {
    const { made, facts } = desk(5000);
    made.offerQr('secret');
    made.offerCode('SECRET12');
    made.close();
    made.close();
    expect(facts.map(({ data }) => ('kind' in data ? data.kind : ''))).toEqual(['qr', 'code', 'none']);
    expect(new Set(facts.map(({ dedupe }) => JSON.stringify(dedupe))).size).toBe(3);
    expect(JSON.stringify(facts).toLowerCase()).not.toContain('secret');
  });
});
