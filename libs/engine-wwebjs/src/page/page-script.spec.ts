import { describe, expect, it } from '@jest/globals';
import { Script } from 'node:vm';
import { pageScript } from './page-script.js';

describe('our code in the page', () => {
  const script = pageScript();

  it('can be read by a browser', () => {
    expect(() => new Script(script)).not.toThrow();
  });

  it('leaves frames inside the page alone', () => {
    expect(script.startsWith('if (window.top === window)')).toBe(true);
  });

  // Taken by its text: a name from outside an installer would be unknown there.
  it('takes nothing along that the compiler would have to bring', () => {
    expect(script).not.toMatch(/__awaiter|__spread|_async_to_generator|_define_property|import\(|require\(['"]\./);
  });
});
