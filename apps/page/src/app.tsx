import { useCallback, useEffect, useState } from 'preact/hooks';
import { Api, forgetKey, keepKey, messageOf, Refusal, storedKey } from './api.js';
import { Dashboard } from './dashboard.js';
import { Login } from './parts/login.js';

type Door = { kind: 'asking' } | { kind: 'closed'; trouble?: string } | { kind: 'open'; api: Api };

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
      forgetKey();
      const isFirst = key === undefined && error instanceof Refusal && error.status === 401;
      setDoor({ kind: 'closed', ...(!isFirst && { trouble: messageOf(error) }) });
    }
  }, []);
  useEffect(() => void knock(storedKey()), [knock]);
  const leave = useCallback((trouble?: string) => {
    forgetKey();
    setDoor({ kind: 'closed', ...(trouble !== undefined && { trouble }) });
  }, []);

  if (door.kind === 'asking') return <p class="asking">One moment …</p>;
  if (door.kind === 'closed') return <Login trouble={door.trouble} onKey={(key) => void knock(key)} />;
  return <Dashboard api={door.api} onLeave={leave} />;
}
