import { useCallback, useState } from 'preact/hooks';
import { Refusal, messageOf, type Api } from './api.js';
import { ApiKeys } from './parts/api-keys.js';
import { Consumers } from './parts/consumers.js';
import { Header } from './parts/header.js';
import { HomeAssistant } from './parts/home-assistant.js';
import { SendForm } from './parts/send-form.js';
import { Sessions } from './parts/sessions.js';
import { Snippets } from './parts/snippets.js';
import { Warnings } from './parts/warnings.js';
import { useEverything, WorldContext } from './state.js';

export function Dashboard({ api, onLeave }: { api: Api; onLeave: (trouble?: string) => void }) {
  const [trouble, setTrouble] = useState<string>();
  const onTrouble = useCallback(
    (error: unknown) => {
      if (error instanceof Refusal && error.status === 401) onLeave('This key is not valid any more');
      else setTrouble(messageOf(error));
    },
    [onLeave],
  );
  const world = useEverything(api, onTrouble);
  return (
    <WorldContext.Provider value={world}>
      <Header onLeave={api.key === undefined ? undefined : () => onLeave()} />
      <main>
        {trouble !== undefined && world.line === 'down' && (
          <p class="note bad" role="alert">
            {trouble}
          </p>
        )}
        <Warnings />
        <Sessions />
        <div class="columns">
          <SendForm />
          <HomeAssistant />
          <Consumers />
          <ApiKeys />
        </div>
        <Snippets />
      </main>
    </WorldContext.Provider>
  );
}
