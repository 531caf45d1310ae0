import { expect } from '@jest/globals';
import { see } from './effects.js';
import { EventTail } from './event-tail.js';
import { filled, type GoldenStep } from './golden.js';
import { differences, type Shapes } from './match.js';
import type { Scene } from './scene.js';

/** Sends a golden's request as it is written and compares the answer, then asks people what they see. */
export async function perform(scene: Scene, route: string, step: GoldenStep, shapes: Shapes): Promise<void> {
  const [method = 'GET'] = route.split(' ');
  if (step.after) {
    const { session, type, data } = step.after;
    await new EventTail(scene.stage.baseUrl, scene.stage.token, session).told(type, data);
  }
  const { send, expect: wanted } = filled({ send: step.send, expect: step.expect }, scene.names);
  const answer = await fetch(scene.stage.baseUrl + send.path, {
    method: send.method ?? method,
    headers: { ...(!send.anonymous && { 'X-Auth-Token': scene.stage.token }), ...typeOf(send), ...send.headers },
    ...bodyOf(send),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const body = wanted.bytesOf === undefined ? parsed(bytes) : undefined;
  expect({ status: answer.status, wrong: differences(body, wanted.body, shapes) }).toEqual({
    status: wanted.status,
    wrong: [],
  });
  if (wanted.bytesOf === 'png') expect(bytes.equals(scene.host.png)).toBe(true);
  const headers = Object.fromEntries(Object.keys(wanted.headers ?? {}).map((name) => [name, answer.headers.get(name)]));
  expect(differences(headers, wanted.headers ?? {}, shapes, 'headers')).toEqual([]);
  for (const [name, path] of Object.entries(step.save ?? {})) scene.call(name, String(at(body, path)));
  if (step.then) await see(scene, filled(step.then, scene.names), shapes);
}

const typeOf = ({ body, raw }: GoldenStep['send']): Record<string, string> =>
  raw ? { 'Content-Type': raw.type } : body === undefined ? {} : { 'Content-Type': 'application/json' };

const bodyOf = ({ body, raw }: GoldenStep['send']): { body?: string } =>
  raw ? { body: raw.text } : body === undefined ? {} : { body: JSON.stringify(body) };

/** An answer without a body reads as `undefined`, one that is not JSON as its text. */
function parsed(bytes: Buffer): unknown {
  const text = bytes.toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return `not JSON: ${text}`;
  }
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);
