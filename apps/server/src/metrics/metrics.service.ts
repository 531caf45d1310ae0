import { SESSION_STATES, type Clock, type LoggedEvent } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Caller } from '../auth/caller.js';
import { CLOCK, STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { SessionRegistry } from '../sessions/session-registry.js';

const SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What one answered request was. `route` is a pattern: never an address with somebody's number in it. */
export interface AnsweredRequest {
  method: string;
  route: string;
  status: number;
  seconds: number;
}

/** Numbers for Prometheus. */
@Injectable()
export class MetricsService implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly events = new Counter({
    name: 'columba_events_total',
    help: 'Events that were logged, by type',
    labelNames: ['type'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'columba_http_request_duration_seconds',
    help: 'How long requests took, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sessions: SessionRegistry,
    private readonly watch: LogWatch,
  ) {
    const startedAt = this.clock.monotonic();
    this.gauge('process_resident_memory_bytes', 'Memory that the process holds', () => process.memoryUsage.rss());
    this.gauge('columba_uptime_seconds', 'Since the server started', () => (clock.monotonic() - startedAt) / 1000);
    this.gauge('columba_storage_healthy', 'Whether the database takes writes', () => Number(storage.healthy()));
  }

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach(({ type }: LoggedEvent) => this.events.inc({ type })));
  }

  answered({ method, route, status, seconds }: AnsweredRequest): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** All of it, with the sessions that the caller may see. */
  async text(caller: Caller): Promise<string> {
    return `${await this.registry.metrics()}\n${await this.ofSessions(caller).metrics()}`;
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private ofSessions(caller: Caller): Registry {
    const registry = new Registry();
    const registers = [registry];
    const states = new Gauge({
      name: 'columba_session_state',
      help: '1 for the state that a session is in',
      labelNames: ['session', 'state'],
      registers,
    });
    const waiting = new Gauge({
      name: 'columba_waiting_sends',
      help: 'Messages that are accepted and not confirmed',
      labelNames: ['session'],
      registers,
    });
    for (const { name, state } of this.sessions.all().filter((live) => caller.sees(live.name))) {
      for (const one of SESSION_STATES) states.set({ session: name, state: one }, Number(one === state.state));
      waiting.set({ session: name }, this.storage.sends.unfinished(name).length);
    }
    return registry;
  }

  private gauge(name: string, help: string, read: () => number): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    });
    this.registry.registerMetric(gauge);
  }
}
