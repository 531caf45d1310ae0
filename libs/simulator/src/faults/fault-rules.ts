import type { EventLog } from '../world/event-log.js';
import { accountOf, type DeviceId } from '../world/ids.js';
import { WorldError } from '../world/errors.js';

export type Direction = 'in' | 'out';

export type FaultAction =
  | { type: 'drop' }
  /** Real milliseconds. Later stanzas overtake the delayed one. */
  | { type: 'delay'; ms: number }
  /** Handled or sent `copies` times in all. */
  | { type: 'duplicate'; copies: number }
  /** Incoming requests only: refused with this code. */
  | { type: 'error'; code: string }
  /** The connection is cut at this stanza, which is lost. */
  | { type: 'disconnect' }
  /** One byte of every ciphertext in the stanza is changed. */
  | { type: 'corrupt' };

export interface FaultMatch {
  tag?: string | undefined;
  /** Tag of the first child: tells requests of one kind apart. */
  child?: string | undefined;
  attrs?: Record<string, string> | undefined;
  /** Only from the n-th matching stanza on, counted from 1. */
  nth?: number | undefined;
}

export interface FaultSpec {
  /** A device, or a number for all devices of the account; everyone when absent. */
  device?: string | undefined;
  /** `in` is from client to service. */
  direction: Direction;
  match: FaultMatch;
  action: FaultAction;
  /** How often the rule strikes: once when `match.nth` is given, without limit otherwise. */
  times?: number | undefined;
}

export interface FaultRule extends FaultSpec {
  id: string;
  /** Stanzas that matched so far. */
  seen: number;
  /** How often the rule struck. */
  hits: number;
}

/** What a rule can see of a stanza or page operation. */
export interface StanzaFacts {
  tag: string;
  attrs: Record<string, string>;
  child?: string | undefined;
}

/** Rules that make the service misbehave. The first one that matches decides. */
export class FaultRules {
  #rules: FaultRule[] = [];
  #made = 0;

  constructor(private readonly log: EventLog) {}

  add(spec: FaultSpec): FaultRule {
    if (spec.action.type === 'error' && spec.direction === 'out')
      throw new WorldError('invalid_input', 'action "error" answers requests: direction must be "in"');
    const rule = { ...spec, id: `fault-${++this.#made}`, seen: 0, hits: 0 };
    this.#rules.push(rule);
    return rule;
  }

  list(): readonly FaultRule[] {
    return this.#rules;
  }

  remove(id: string): void {
    const rest = this.#rules.filter((rule) => rule.id !== id);
    if (rest.length === this.#rules.length) throw new WorldError('not_found', `no fault rule ${id}`);
    this.#rules = rest;
  }

  clear(): void {
    this.#rules = [];
  }

  /** What is to happen to the stanza; undefined when nothing special. */
  decide(device: DeviceId | undefined, direction: Direction, facts: StanzaFacts): FaultAction | undefined {
    for (const rule of this.#rules) {
      if (rule.direction !== direction || !concerns(rule, device) || !fits(rule.match, facts)) continue;
      rule.seen++;
      const { nth } = rule.match;
      const limit = rule.times ?? (nth === undefined ? Infinity : 1);
      if (rule.seen < (nth ?? 1) || rule.hits >= limit) continue;
      rule.hits++;
      this.log.append('fault.hit', {
        rule: rule.id,
        device: device ?? '?',
        tag: facts.tag,
        action: rule.action.type,
      });
      return rule.action;
    }
    return undefined;
  }
}

function concerns(rule: FaultRule, device: DeviceId | undefined): boolean {
  if (rule.device === undefined) return true;
  return device !== undefined && (rule.device === device || rule.device === accountOf(device));
}

function fits(match: FaultMatch, { tag, attrs, child }: StanzaFacts): boolean {
  return (
    (match.tag === undefined || match.tag === tag) &&
    (match.child === undefined || match.child === child) &&
    Object.entries(match.attrs ?? {}).every(([name, value]) => attrs[name] === value)
  );
}
