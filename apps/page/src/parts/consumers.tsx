import type { Consumer } from '../model.js';
import { useWorld } from '../state.js';
import { ago, Card, Pill, type Tone } from './ui.js';

const TONES: Record<Consumer['state'], Tone> = { active: 'good', failing: 'busy', paused: 'bad', disabled: 'idle' };

/** Who gets the events, and how far behind it is. */
export function Consumers() {
  const { consumers } = useWorld();
  if (consumers.length === 0) return null;
  return (
    <Card title="Who gets the events">
      <ul class="rows">
        {consumers.map((consumer) => (
          <li key={consumer.id}>
            <span class="who">{consumer.name}</span>
            <Pill tone={TONES[consumer.state]}>{consumer.state}</Pill>
            <span class="quiet">{lagOf(consumer)}</span>
            {consumer.lastError !== undefined && <span class="trouble">{consumer.lastError}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function lagOf({ lag, parked, oldestWaitingAt }: Consumer): string {
  const aside = parked > 0 ? `, ${parked} set aside` : '';
  if (lag === 0) return `has all${aside}`;
  return `${lag} waiting${oldestWaitingAt === undefined ? '' : `, the oldest ${ago(oldestWaitingAt)}`}${aside}`;
}
