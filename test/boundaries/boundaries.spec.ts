import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { IForbiddenRuleType } from 'dependency-cruiser';
import { cruise } from '../../scripts/boundaries.mjs';

const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: IForbiddenRuleType[];
};

describe('the boundary check', () => {
  const planted = fileURLToPath(new URL('./planted', import.meta.url));
  const { violations } = cruise(planted, ['apps', 'libs']);
  const caught = new Set(violations.map(({ rule }) => rule));

  // A linter that silently stopped parsing would pass everything; so each rule has a planted violation to find.
  it.each(forbidden.map(({ name }) => name))('%s catches its planted violation', (name) => {
    expect(caught).toContain(name);
  });
});
