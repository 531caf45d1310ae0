/** Starting what is measured, and asking it. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { entryOf } from '../../scripts/build-if-needed.mjs';

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
export const rssMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

export async function ask(url, token, method = 'GET', body) {
  const wanted = {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  };
  // A connection that rested may be closed by the other side at the very moment at which it is used again.
  const response = await fetch(url, wanted).catch(() => fetch(url, wanted));
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

/** A built application; `line` waits for something on its standard output. */
export function launch(app, args, env) {
  const began = performance.now();
  // `BENCH_PROFILE=folder`: a CPU profile of the server is left there.
  const folder = app === 'server' && process.env.BENCH_PROFILE;
  const profiling = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
  const child = spawn(process.execPath, [...profiling, entryOf(app), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const line = (match) =>
    new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`${app} ended with ${code}`)));
      const look = (text) => {
        const found = match(text);
        if (!found) return;
        lines.off('line', look);
        resolve({ found, ms: performance.now() - began });
      };
      lines.on('line', look);
    });
  const stop = () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM'));
  return { child, line, stop };
}

/** A simulated WhatsApp in a process of its own, with its operations. */
export async function launchSimulator(args = []) {
  const { child, line, stop } = launch('simulator', ['--seed', '1', ...args], {});
  const { found } = await line((text) => text.startsWith('{') && text);
  const { waUrl, webDoor, controlUrl, token } = JSON.parse(found);
  const control = (name, input = {}) => ask(new URL(`/control/${name}`, controlUrl), token, 'POST', input);
  return { pid: child.pid, waUrl, webDoor, control, stop };
}

/** A client under measurement in a process of its own. Each call is answered by one message. */
export async function launchClient(file, options) {
  const child = fork(new URL(`../clients/${file}`, import.meta.url), [JSON.stringify(options)], {
    execArgv: ['--expose-gc'],
  });
  const waiting = new Map();
  const told = new Map();
  let calls = 0;
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  child.on('message', ({ answer, error, event, value }) => {
    if (event) {
      told.get(event)?.(value);
      return;
    }
    const { resolve, reject } = waiting.get(answer);
    waiting.delete(answer);
    if (error) reject(new Error(error));
    else resolve(value);
  });
  const call = (name, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, { resolve, reject });
      child.send({ call: calls, name, args });
    });
  const on = (name, hear) => void told.set(name, hear);
  const event = (name) => new Promise((resolve) => on(name, resolve));
  const stop = async () => {
    child.disconnect();
    await once(child, 'exit');
  };
  await call('ready');
  return { pid: child.pid, call, event, on, stop };
}
