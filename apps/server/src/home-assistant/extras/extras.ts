import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalJson } from '../../common/idempotency/canonical-json.js';
import { SCRIPT } from './script.js';

export const EXTRA_IDS = ['script', 'doorbell', 'commands', 'alert-with-reply', 'session-problem'] as const;
export type ExtraId = (typeof EXTRA_IDS)[number];

/** What Columba may leave in Home Assistant: one script and four blueprints. */
export interface Extra {
  id: ExtraId;
  kind: 'script' | 'blueprint';
  name: string;
  /** What is written there, for whoever is asked to agree. */
  content: string;
  hash: string;
}

const NAMES: Record<ExtraId, string> = {
  script: 'WhatsApp: send message',
  doorbell: 'WhatsApp: picture of the doorbell',
  commands: 'WhatsApp: command with PIN',
  'alert-with-reply': 'WhatsApp: alert that is answered',
  'session-problem': 'WhatsApp: session needs you',
};

export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

export const EXTRAS: readonly Extra[] = EXTRA_IDS.map((id) => {
  const kind = id === 'script' ? 'script' : 'blueprint';
  const content = kind === 'script' ? JSON.stringify(SCRIPT, null, 2) : blueprint(id);
  return { id, kind, name: NAMES[id], content, hash: hashOf(content) };
});

function blueprint(id: string): string {
  return readFileSync(new URL(`../blueprints/${id}.yaml`, import.meta.url), 'utf8');
}
