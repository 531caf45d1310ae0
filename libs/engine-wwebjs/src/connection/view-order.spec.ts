import { describe, expect, it } from '@jest/globals';
import { ViewOrder } from './view-order.js';

const view = (epoch: string, moment: number) => ({ epoch, moment, state: 'CONNECTED', synced: true, equipped: true });

describe('the order of views', () => {
  it('leaves out what was overtaken, within one load of the page', () => {
    const order = new ViewOrder();
    const heard = [view('a', 1), view('a', 4), view('a', 2), view('a', 4), view('a', 5), view('b', 1), view('b', 1)];
    expect(heard.map((one) => order.isNews(one))).toEqual([true, true, false, false, true, true, false]);
  });
});
