import { expect, it } from '@jest/globals';
import { oneOf } from './one-of.js';
import { statement } from './statement.js';

it('is built once, and run with other values each time', () => {
  let built = 0;
  const find = statement((db, given: { session: string; ids: readonly string[] }) => {
    built += 1;
    return db
      .selectFrom('signal_key')
      .select('value')
      .where('session', '=', given.session)
      .where('type', '=', 'session')
      .where('id', 'in', oneOf(given.ids));
  });
  const runs = [find({ session: 'home', ids: ['a', 'b'] }).compile(), find({ session: 'work', ids: [] }).compile()];
  expect(runs.map(({ parameters }) => parameters)).toEqual([
    ['home', 'session', '["a","b"]'],
    ['work', 'session', '[]'],
  ]);
  expect(runs[0]?.sql).toBe(runs[1]?.sql);
  expect(built).toBe(1);
});

it('writes the same value where it is named twice, and null as null', () => {
  const put = statement((db, given: { value: Uint8Array | null }) =>
    db
      .insertInto('decrypt_journal')
      .values({ session: 's', hash: 'h', created_at: 1, plaintext: given.value })
      .onConflict((conflict) => conflict.columns(['session', 'hash']).doUpdateSet({ plaintext: given.value })),
  );
  const bytes = new Uint8Array([1]);
  expect(put({ value: bytes }).compile().parameters).toEqual(['s', 'h', 1, bytes, bytes]);
  expect(put({ value: null }).compile().parameters).toEqual(['s', 'h', 1, null, null]);
});
