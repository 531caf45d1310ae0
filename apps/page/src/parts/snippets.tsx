import { useState } from 'preact/hooks';
import { useWorld } from '../state.js';
import { snippets } from '../snippets.js';
import { Copyable } from './ui.js';

/** Ready to be pasted, with the names and addresses of this installation. */
export function Snippets() {
  const { api, place, sessions, house } = useWorld();
  const [chosen, setChosen] = useState(0);
  const [first] = sessions;
  if (!place || !first) return null;
  const address = place.addOn ? `http://${place.host}:${place.port}` : api.address;
  const all = snippets({
    address,
    session: first.name,
    takesCommands: house?.state.commands === true,
    firesMessages: house?.state.events.mode === 'gajosu',
  });
  const shown = all[chosen] ?? all[0];
  return (
    <section class="card" aria-label="Use it">
      <header>
        <h2>Use it</h2>
      </header>
      <div class="tabs" role="tablist">
        {all.map(({ title }, index) => (
          <button
            key={title}
            type="button"
            role="tab"
            aria-selected={shown?.title === title}
            onClick={() => setChosen(index)}
          >
            {title}
          </button>
        ))}
      </div>
      {shown && (
        <div role="tabpanel">
          <p class="quiet">{shown.where}</p>
          <Copyable label={shown.title} text={shown.text} />
        </div>
      )}
    </section>
  );
}
