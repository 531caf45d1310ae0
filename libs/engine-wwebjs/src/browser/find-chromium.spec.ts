import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findChromium, headlessMode } from './find-chromium.js';

describe('the browser', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'columba-browsers-'));
    for (const name of ['chromium', 'chromium-headless-shell', 'mine']) writeFileSync(join(folder, name), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is what is named', () => {
    expect(findChromium(join(folder, 'mine'), '')).toBe(join(folder, 'mine'));
  });

  it('is else the headless shell, wherever on the PATH it stands', () => {
    expect(findChromium(undefined, `/nowhere:${folder}`)).toBe(join(folder, 'chromium-headless-shell'));
  });

  it('is said how to be had where there is none', () => {
    expect(() => findChromium(undefined, '/nowhere')).toThrow(/apt install chromium-headless-shell/);
    expect(() => findChromium('/nowhere/chromium')).toThrow(/CHROMIUM_PATH/);
  });

  it('needs to be told to be headless, unless it is a shell', () => {
    expect(headlessMode('/usr/bin/chromium')).toBe(true);
    expect(headlessMode('/usr/bin/chromium-headless-shell')).toBe('shell');
  });
});
