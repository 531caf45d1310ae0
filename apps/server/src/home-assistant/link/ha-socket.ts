import { type Clock } from '@columba/core';
import { WebSocket } from 'ws';
import type { HomeAssistantAddress } from './address.js';
import { type Json, objectIn, textIn } from './json.js';

/** What Home Assistant said to one request; `lost`: it may have been carried out, nobody knows. */
export type Answer =
  { kind: 'ok'; result: unknown } | { kind: 'error'; code: string; message: string } | { kind: 'lost'; reason: string };

/** Why there is no connection. Hosts and tokens are in none of them. */
export type OpenFailure =
  | { kind: 'unreachable'; reason: string }
  | { kind: 'unauthorised'; reason: string }
  /** There is something, and it knows no WebSocket. */
  | { kind: 'no_websocket'; status: number };

export interface BusEvent {
  type: string;
  data: Record<string, unknown>;
}

interface Waiting {
  answer: (answer: Answer) => void;
  cancel: () => void;
}

const LARGEST_FRAME = 16 << 20;
const REFUSED = 'Home Assistant refuses the token: it must be valid and belong to an administrator';

/** One authenticated connection to Home Assistant's WebSocket interface. What is asked leaves at once and in order. */
export class HaSocket {
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<string>;
  private end!: (reason: string) => void;
  private reason: string | undefined;
  private lastId = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly subscriptions = new Map<number, (event: BusEvent) => void>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    /** For example `2026.8.1`. */
    readonly version: string,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    socket.on('message', (data: Buffer) => this.take(data));
    socket.on('close', (code) => this.over(`the connection was closed (${code})`));
  }

  /** Connects and logs in. Never throws. */
  static async open(
    { socket: url, token }: HomeAssistantAddress,
    clock: Clock,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<HaSocket | OpenFailure> {
    const socket = new WebSocket(url, { maxPayload: LARGEST_FRAME, perMessageDeflate: false });
    const hello = await logIn(socket, token, clock, timeoutMs, signal);
    if (hello.kind === 'ready') return new HaSocket(socket, clock, timeoutMs, hello.version);
    socket.terminate();
    return hello;
  }

  /** Sends one command; when no answer comes in time, the connection is given up and all that wait with it. */
  ask(type: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    const { reason } = this;
    if (reason !== undefined) return Promise.resolve({ kind: 'lost', reason });
    const id = ++this.lastId;
    return new Promise((answer) => {
      const cancel = this.clock.after(this.timeoutMs, () => this.close('no answer in time'));
      this.waiting.set(id, { answer, cancel });
      this.socket.send(JSON.stringify({ id, type, ...fields }));
    });
  }

  subscribe(eventType: string, heard: (event: BusEvent) => void): Promise<Answer> {
    // The id of the command names the subscription, and events may come before its answer is dealt with.
    this.subscriptions.set(this.lastId + 1, heard);
    return this.ask('subscribe_events', { event_type: eventType });
  }

  close(reason: string): void {
    this.over(reason);
    this.socket.terminate();
  }

  private over(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    for (const { answer, cancel } of this.waiting.values()) {
      cancel();
      answer({ kind: 'lost', reason });
    }
    this.waiting.clear();
    this.end(reason);
  }

  private take(data: Buffer): void {
    // Several messages may come in one frame.
    const said = parsed(data);
    for (const message of Array.isArray(said) ? said : [said]) this.takeOne(objectIn(message) ?? {});
  }

  private takeOne(message: Record<string, unknown>): void {
    const id = Number(message['id']);
    if (message['type'] === 'event') {
      const event = objectIn(message['event']);
      if (event) this.subscriptions.get(id)?.(busEventIn(event));
      return;
    }
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    waiting.cancel();
    waiting.answer(answerIn(message));
  }
}

function busEventIn(event: Json): BusEvent {
  return { type: textIn(event['event_type']) ?? '', data: objectIn(event['data']) ?? {} };
}

function answerIn(message: Record<string, unknown>): Answer {
  if (message['type'] === 'pong' || message['success'] === true) return { kind: 'ok', result: message['result'] };
  const error = objectIn(message['error']) ?? {};
  return { kind: 'error', code: textIn(error['code']) ?? 'unknown', message: textIn(error['message']) ?? '' };
}

type Hello = { kind: 'ready'; version: string } | OpenFailure;

function logIn(socket: WebSocket, token: string, clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<Hello> {
  return new Promise((resolve) => {
    const done = (hello: Hello) => {
      cancel();
      signal.removeEventListener('abort', stop);
      socket.removeAllListeners();
      // An error after the end is of no interest, but would be thrown.
      socket.on('error', () => {});
      resolve(hello);
    };
    const stop = () => done({ kind: 'unreachable', reason: 'stopped' });
    const cancel = clock.after(timeoutMs, () => done({ kind: 'unreachable', reason: 'no answer in time' }));
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => done(failureOf(statusCode)));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      done({ kind: 'unreachable', reason: error.code ?? error.name }),
    );
    socket.on('close', () => done({ kind: 'unreachable', reason: 'the connection was closed at login' }));
    socket.on('message', (data: Buffer) => {
      const message = objectIn(parsed(data)) ?? {};
      if (message['type'] === 'auth_required') socket.send(JSON.stringify({ type: 'auth', access_token: token }));
      else if (message['type'] === 'auth_ok') done({ kind: 'ready', version: textIn(message['ha_version']) ?? '' });
      else if (message['type'] === 'auth_invalid') done({ kind: 'unauthorised', reason: REFUSED });
    });
  });
}

function failureOf(status: number): OpenFailure {
  if (status === 401 || status === 403) return { kind: 'unauthorised', reason: REFUSED };
  if (status >= 500 || status === 429) return { kind: 'unreachable', reason: `it does not run (${status})` };
  return { kind: 'no_websocket', status };
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
