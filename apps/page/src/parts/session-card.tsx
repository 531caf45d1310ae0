import type { Session, SessionState } from '../model.js';
import { useWorld } from '../state.js';
import { Chats } from './chats.js';
import { engineName } from './engines.js';
import { Pairing } from './pairing.js';
import { Act, ago, Pill, type Tone } from './ui.js';

const STATES: Record<SessionState, [Tone, string]> = {
  stopped: ['idle', 'Stopped'],
  starting: ['busy', 'Starting'],
  pairing: ['busy', 'Waiting for your phone'],
  connecting: ['busy', 'Connecting'],
  connected: ['good', 'Connected'],
  reconnecting: ['busy', 'Reconnecting'],
  logged_out: ['bad', 'Unlinked by the phone'],
  replaced: ['bad', 'Used elsewhere'],
  banned: ['bad', 'Banned by WhatsApp'],
  client_outdated: ['bad', 'Refused as outdated'],
  passkey_required: ['bad', 'A passkey is needed'],
  failed: ['bad', 'Failed'],
};

export function SessionCard({ session }: { session: Session }) {
  const { name, state, account, detail, engine } = session;
  const [tone, words] = STATES[state];
  return (
    <article class="card" aria-label={`Session ${name}`}>
      <header>
        <h2>{account?.name ?? name}</h2>
        <Pill tone={tone}>{words}</Pill>
      </header>
      {detail !== undefined && <p class={tone === 'bad' ? 'note bad' : 'note'}>{detail}</p>}
      {state === 'pairing' && <Pairing session={session} />}
      <dl>
        <dt>Session</dt>
        <dd>{name}</dd>
        {account?.phone !== undefined && (
          <>
            <dt>Number</dt>
            <dd>{account.phone}</dd>
          </>
        )}
        <dt>Engine</dt>
        <dd>{engineName(engine)}</dd>
        <Numbers session={session} />
      </dl>
      {state === 'connected' && <Chats session={name} />}
      <Actions session={session} />
    </article>
  );
}

function Numbers({ session: { name, lastActivityAt, account } }: { session: Session }) {
  const { health } = useWorld();
  const own = health?.sessions.find((one) => one.name === name);
  if (!own || !account) return null;
  const { day } = own.pacing;
  return (
    <>
      <dt>Sent in 24 hours</dt>
      <dd>
        {day.limit - day.left} of {day.limit}
      </dd>
      {own.waitingSends > 0 && (
        <>
          <dt>Waiting to leave</dt>
          <dd>{own.waitingSends}</dd>
        </>
      )}
      <dt>Last activity</dt>
      <dd>{ago(lastActivityAt)}</dd>
    </>
  );
}

function Actions({ session: { name, state, account } }: { session: Session }) {
  const { api, refresh } = useWorld();
  const act = (what: string) => async () => {
    await api.call('POST', `v1/sessions/${name}/${what}`);
    refresh();
  };
  const isResting = ['stopped', 'logged_out', 'replaced', 'banned', 'failed', 'client_outdated'].includes(state);
  return (
    <footer>
      {isResting ? (
        <Act does={act('start')} kind="primary">
          {account && state === 'stopped' ? 'Start' : 'Start and link'}
        </Act>
      ) : (
        <Act does={act('stop')}>Stop</Act>
      )}
      {state === 'connected' && (
        <>
          <Act does={act('restart')}>Restart</Act>
          <Act does={act('logout')} kind="danger" confirm="Unlink this account?">
            Unlink
          </Act>
        </>
      )}
    </footer>
  );
}
