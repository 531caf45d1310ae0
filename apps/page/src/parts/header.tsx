import { useWorld } from '../state.js';
import { ago, Pill, type Tone } from './ui.js';

export function Header({ onLeave }: { onLeave?: (() => void) | undefined }) {
  const { health, line, sessions } = useWorld();
  const connected = sessions.filter(({ state }) => state === 'connected').length;
  const [tone, words]: [Tone, string] =
    line !== 'up'
      ? line === 'down'
        ? ['bad', 'No connection to Columba']
        : ['busy', 'Connecting']
      : connected === sessions.length && connected > 0
        ? ['good', 'Connected']
        : ['busy', `${connected} of ${sessions.length} connected`];
  return (
    <header class="top">
      <img src="./icon.svg" alt="" width="40" height="40" />
      <div>
        <h1>Columba</h1>
        <p class="quiet">{health ? `${health.version}, started ${ago(health.startedAt)}` : ' '}</p>
      </div>
      <div class="status" role="status">
        <Pill tone={tone}>{words}</Pill>
      </div>
      {onLeave && (
        <button type="button" onClick={onLeave}>
          Log out
        </button>
      )}
    </header>
  );
}
