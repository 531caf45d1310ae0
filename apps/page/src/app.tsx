import { useCallback, useEffect, useState } from 'preact/hooks';
import { Api, forgetKey, keepKey, messageOf, Refusal, storedKey } from './api.js';
import { Dashboard } from './dashboard.js';
import { Login } from './parts/login.js';

type Door =
  | { kind: 'asking'; why?: string }
  | { kind: 'closed'; trouble?: string }
  /** Home Assistant has said who is there, and that is not enough. */
  | { kind: 'refused'; why: string }
  | { kind: 'open'; api: Api };

const AGAIN_MS = 3_000;
const NOT_ALLOWED = 403;
const NOT_YET = 503;

/** Inside Home Assistant there is nothing to log in to: whoever is here was let in there. */
export function App() {
  const [door, setDoor] = useState<Door>({ kind: 'asking' });
  const knock = useCallback(async (key?: string) => {
    const api = new Api(key);
    try {
      await api.get('v1/api-keys/current');
      if (key !== undefined) keepKey(key);
      setDoor({ kind: 'open', api });
    } catch (error) {
      const status = key === undefined && error instanceof Refusal ? error.status : undefined;
      if (status === NOT_ALLOWED) return setDoor({ kind: 'refused', why: messageOf(error) });
      if (status === NOT_YET) {
        window.setTimeout(() => void knock(), AGAIN_MS);
        return setDoor({ kind: 'asking', why: messageOf(error) });
      }
      forgetKey();
      const isFirst = status === 401;
      setDoor({ kind: 'closed', ...(!isFirst && { trouble: messageOf(error) }) });
    }
  }, []);
  useEffect(() => void knock(storedKey()), [knock]);
  const leave = useCallback((trouble?: string) => {
    forgetKey();
    setDoor({ kind: 'closed', ...(trouble !== undefined && { trouble }) });
  }, []);

  if (door.kind === 'asking') return <p class="asking">{door.why ?? 'One moment …'}</p>;
  if (door.kind === 'refused')
    return (
      <p class="asking" role="alert">
        {door.why}
      </p>
    );
  if (door.kind === 'closed') return <Login trouble={door.trouble} onKey={(key) => void knock(key)} />;
  return <Dashboard api={door.api} onLeave={leave} />;
}
