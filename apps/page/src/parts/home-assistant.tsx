import { changeExtra, type Extra, type HomeAssistantState } from '../home-assistant.js';
import { useWorld } from '../state.js';
import { Act, Card, Pill, type Tone } from './ui.js';

const LINK: Record<string, [Tone, string]> = {
  running: ['good', 'Connected'],
  rest_only: ['good', 'Connected, without a WebSocket'],
  starting: ['busy', 'Home Assistant is starting'],
  connecting: ['busy', 'Connecting'],
  stopped: ['busy', 'Stopped'],
  unauthorised: ['bad', 'The token is refused'],
};

export function HomeAssistant() {
  const { consumers, house } = useWorld();
  const consumer = consumers.find(({ kind }) => kind === 'home_assistant');
  if (!consumer && !house) return null;
  const [tone, words]: [Tone, string] = house
    ? (LINK[house.state.link.state] ?? ['busy', house.state.link.state])
    : consumer?.state === 'active'
      ? ['good', 'Connected']
      : ['busy', 'Waiting'];
  return (
    <Card title="Home Assistant" aside={<Pill tone={tone}>{words}</Pill>}>
      {consumer?.lastError !== undefined && <p class="note bad">{consumer.lastError}</p>}
      {house?.state.link.reason !== undefined && <p class="note bad">{house.state.link.reason}</p>}
      {house ? <Facts state={house.state} /> : <p>{lagOf(consumer?.lag ?? 0)}</p>}
      {house && house.extras.length > 0 && (
        <>
          <p class="quiet">
            Columba writes nothing into Home Assistant by itself. What you add here you find under Settings →
            Automations &amp; scenes; it is yours to change, and can be removed here.
          </p>
          <ul class="rows" aria-label="Script and blueprints">
            {house.extras.map((extra) => (
              <ExtraRow key={extra.extraId} extra={extra} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

const lagOf = (lag: number): string => (lag === 0 ? 'It has got every event.' : `${lag} events wait for it.`);

function Facts({ state: { link, events, commands, mqtt } }: { state: HomeAssistantState }) {
  return (
    <dl>
      {link.version !== undefined && (
        <>
          <dt>Version</dt>
          <dd>{link.version}</dd>
        </>
      )}
      <dt>Events</dt>
      <dd>{events.mode === 'off' ? 'off' : lagOf(events.lag)}</dd>
      <dt>Sending by event</dt>
      <dd>{commands ? 'on' : 'off'}</dd>
      {mqtt && (
        <>
          <dt>MQTT entities</dt>
          <dd>{mqtt.state.replaceAll('_', ' ')}</dd>
        </>
      )}
    </dl>
  );
}

const STATES: Partial<Record<Extra['state'], string>> = {
  outdated: 'an older one is there',
  edited: 'changed by you: it is left alone',
  unknown: 'Home Assistant does not answer',
};

function ExtraRow({ extra }: { extra: Extra }) {
  const { api, refresh } = useWorld();
  const act = (what: 'install' | 'remove') => async () => {
    await changeExtra(api, extra, what);
    refresh();
  };
  const { state, name, kind, content } = extra;
  return (
    <li>
      <span class="who">{name}</span>
      {state === 'installed' && (
        <Act does={act('remove')} confirm="Remove it?">
          Remove
        </Act>
      )}
      {(state === 'missing' || state === 'outdated') && (
        <Act does={act('install')} kind="primary" confirm="Write it into Home Assistant?">
          {state === 'missing' ? 'Add' : 'Update'}
        </Act>
      )}
      <span class="quiet">{STATES[state] ?? kind}</span>
      <details class="more what">
        <summary>What is written</summary>
        <pre class="shown" tabIndex={0}>
          {content}
        </pre>
      </details>
    </li>
  );
}
