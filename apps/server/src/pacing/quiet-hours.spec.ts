import { describe, expect, it } from '@jest/globals';
import { QuietHours } from './quiet-hours.js';

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const quiet = (from: string, to: string, zone = 'UTC') =>
  new QuietHours({ from: minutes(from), to: minutes(to) }, zone);
const endOf = (hours: QuietHours, time: string) => hours.endOf(new Date(`2026-06-10T${time}Z`))?.toISOString();

describe('quiet hours', () => {
  it.each([
    ['21:59:59.999', undefined],
    ['22:00:00.000', '2026-06-11T07:00:00.000Z'],
    ['23:59:59.999', '2026-06-11T07:00:00.000Z'],
    ['00:00:00.000', '2026-06-10T07:00:00.000Z'],
    ['06:59:59.999', '2026-06-10T07:00:00.000Z'],
    ['07:00:00.000', undefined],
  ])('over midnight: at %s they end at %s', (time, end) => {
    expect(endOf(quiet('22:00', '07:00'), time)).toBe(end);
  });

  it('lie within a day, too', () => {
    const lunch = quiet('13:30', '15:00');
    expect([endOf(lunch, '13:29:59'), endOf(lunch, '13:30:01')]).toEqual([undefined, '2026-06-10T15:00:00.000Z']);
    expect(endOf(lunch, '15:00:00')).toBeUndefined();
  });

  it('go by the clocks of their zone, also where those differ by half an hour', () => {
    // Kolkata is 5:30 ahead.
    const kolkata = quiet('22:00', '06:00', 'Asia/Kolkata');
    expect(endOf(kolkata, '16:29:00')).toBeUndefined();
    expect(endOf(kolkata, '16:31:00')).toBe('2026-06-11T00:30:00.000Z');
  });

  it('are right again after the clocks were changed', () => {
    // In Madrid it is 02:00 and then 03:00 on this night.
    const madrid = quiet('22:00', '07:00', 'Europe/Madrid');
    expect(madrid.endOf(new Date('2026-03-29T00:59:00Z'))?.toISOString()).toBe('2026-03-29T06:00:00.000Z');
    expect(madrid.endOf(new Date('2026-03-29T01:00:00Z'))?.toISOString()).toBe('2026-03-29T05:00:00.000Z');
    expect(madrid.endOf(new Date('2026-03-29T05:00:00Z'))).toBeUndefined();
  });
});
