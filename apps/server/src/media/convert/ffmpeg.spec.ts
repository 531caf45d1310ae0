import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, type Clock } from '@columba/core';
import { concatScript, ffmpegSample, playlist, wav } from '../../../../../test/support/media-samples.js';
import { ChildFailure, runChild } from './child-process.js';
import { Ffmpeg } from './ffmpeg.js';
import { findProgram } from './find-program.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ffmpeg-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const SETTINGS = { timeoutMs: 20_000, memoryBytes: 2 * 1024 ** 3, maxOutputBytes: 10_000_000, concurrency: 1 };
const made = (settings: Partial<ConstructorParameters<typeof Ffmpeg>[0]> = {}, clock: Clock = systemClock) =>
  new Ffmpeg({ ...SETTINGS, ...settings }, clock);
const TO_WAV = ['-c:a', 'pcm_s16le', '-f', 'wav'];

async function sample(name: string, bytes: Buffer | string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}
/** A stand-in for ffmpeg that does what `script` says. */
async function fake(script: string): Promise<string> {
  const file = await sample('ffmpeg', `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('Ffmpeg', () => {
  it('converts into a file that only we can read', async () => {
    const output = join(folder, 'out.wav');
    await made().convert(await sample('in.wav', wav(0.5)), output, TO_WAV);
    expect((await stat(output)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a playlist', playlist, 'a.m3u8'],
    ['a playlist named as a sound', playlist, 'a.mp3'],
    ['a script that joins files', concatScript, 'a.ffconcat'],
    ['a script that joins files, named as a sound', concatScript, 'a.wav'],
  ])('never follows %s to another file', async (_what, posing, name) => {
    ffmpegSample(['-f', 'lavfi', '-i', 'sine=duration=1'], 'mpegts', join(folder, 'secret.ts'));
    const input = await sample(name, posing('secret.ts'));
    const output = join(folder, 'out.wav');
    await expect(made().convert(input, output, TO_WAV)).rejects.toMatchObject({ code: 'media_failed' });
    await expect(made().probe(input, ['-show_format'])).rejects.toMatchObject({ code: 'media_failed' });
    expect(await readdir(folder)).not.toContain('out.wav');
    // ffmpeg on its own would have read the secret.
    expect((await stat(ffmpegSample(['-i', input], 'wav', output))).size).toBeGreaterThan(10_000);
  });

  it('gives up when the time is over, and the child is dead', async () => {
    const due: (() => void)[] = [];
    const clock: Clock = { ...systemClock, after: (_ms, callback) => (due.push(callback), () => {}) };
    const ffmpegPath = await fake(`echo $$ > ${folder}/pid; echo ready; exec sleep 60`);
    const running = made({ ffmpegPath }, clock).stream('in', [], () => due[0]?.());
    await expect(running).rejects.toMatchObject({ code: 'timeout' });
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
  it('stops at once when it is cancelled, and removes its output', async () => {
    const stop = new AbortController();
    const ffmpegPath = await fake('exec sleep 60');
    const output = join(folder, 'out.wav');
    const running = made({ ffmpegPath }).convert('in', output, [], stop.signal);
    setImmediate(() => stop.abort(new Error('enough')));
    await expect(running).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual(['ffmpeg']);
  });
  it('refuses an output that reaches the cap', async () => {
    const input = await sample('in.wav', wav(2));
    const output = join(folder, 'out.wav');
    const convert = made({ maxOutputBytes: 30_000 }).convert(input, output, TO_WAV);
    await expect(convert).rejects.toMatchObject({ code: 'too_large' });
    expect(await readdir(folder)).toEqual(['in.wav']);
  });
  it('keeps to its memory', async () => {
    const script = 'exec dd if=/dev/zero of=/dev/null bs=1000M count=1';
    const hungry = made({ ffmpegPath: await fake(script), memoryBytes: 500_000_000 });
    await expect(hungry.stream('in', [], () => {})).rejects.toMatchObject({ code: 'media_failed' });
    const fed = made({ ffmpegPath: await fake(script), memoryBytes: 4_000_000_000 });
    await expect(fed.stream('in', [], () => {})).resolves.toBeUndefined();
  });
  it('gives the child nothing of our environment', async () => {
    process.env['COLUMBA_PLANTED'] = 'secret';
    let seen = '';
    const ffmpegPath = await fake('exec env');
    await made({ ffmpegPath }).stream('in', [], (chunk) => (seen += chunk.toString()));
    delete process.env['COLUMBA_PLANTED'];
    expect(seen).toContain('LC_ALL=C');
    expect(seen).not.toContain('COLUMBA');
  });
  it('runs no more at a time than it may', async () => {
    let running = 0;
    let most = 0;
    const ffmpegPath = await fake('echo start; echo end >&2');
    const ffmpeg = made({ ffmpegPath, concurrency: 2 });
    const one = () => ffmpeg.stream('in', [], () => (most = Math.max(most, ++running))).finally(() => running--);
    await Promise.all(Array.from({ length: 8 }, one));
    expect(most).toBeLessThanOrEqual(2);
  });
  it('says so where it is not installed', async () => {
    const run = made({ ffmpegPath: join(folder, 'nowhere') }).probe('in', []);
    await expect(run).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('install ffmpeg'),
    });
  });
});

const run = (args: string[]) => runChild(systemClock, { command: '/bin/sh', args, timeoutMs: 5_000 });

describe('runChild', () => {
  it('hands on what the child said when it failed', async () => {
    await expect(run(['-c', 'echo wrong >&2; exit 3'])).rejects.toMatchObject({ exit: 3, stderr: 'wrong\n' });
    await expect(run(['-c', 'kill -9 $$'])).rejects.toBeInstanceOf(ChildFailure);
  });
  it('keeps only the beginning of a long complaint', async () => {
    const error = await run(['-c', 'head -c 3000000 /dev/zero >&2; exit 1']).catch((error: unknown) => error);
    expect((error as ChildFailure).stderr.length).toBeLessThan(100_000);
  });
  it('rejects, and does not crash, for a program that is not there', async () => {
    const nothing = runChild(systemClock, { command: join(folder, 'none'), args: [], timeoutMs: 5_000 });
    await expect(nothing).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('findProgram', () => {
  it('takes a configured path or none, else the first in PATH', async () => {
    const file = await fake('');
    expect(findProgram('ffmpeg', file)).toBe(file);
    expect(findProgram('ffmpeg', join(folder, 'other'))).toBeUndefined();
    expect(findProgram('ffmpeg', undefined, `relative:${folder}`)).toBe(file);
    expect(findProgram('ffmpeg', undefined, '')).toBeUndefined();
  });
});
