import { describe, expect, it } from '@jest/globals';
import { ViewOrder } from './view-order.js';

const view = (epoch: string, moment: number) => ({ epoch, moment, state: 'CONNECTED', synced: true, equipped: true });

describe('the order of views', () => {
  it('leaves out what was overtaken, within one load of the page', () => {
    const order = new ViewOrder();
    order.begins('a');
    const heard = [view('a', 1), view('a', 4), view('a', 2), view('a', 4), view('a', 5)];
    expect(heard.map((one) => order.isNews(one))).toEqual([true, true, false, false, true]);
  });

  it('leaves out what is told late of a load that is over', () => {
    const order = new ViewOrder();
    expect(['a', 'a', 'b', 'a', 'b'].map((epoch) => order.begins(epoch))).toEqual([
      'first',
      undefined,
      'anew',
      undefined,
      undefined,
    ]);
    expect([view('a', 9), view('b', 1)].map((one) => order.isNews(one))).toEqual([false, true]);
  });
});
