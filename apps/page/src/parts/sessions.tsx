import { useWorld } from '../state.js';
import { NewSession } from './new-session.js';
import { SessionCard } from './session-card.js';

export function Sessions() {
  const { sessions } = useWorld();
  return (
    <section aria-label="Sessions">
      <div class="cards">
        {sessions.map((session) => (
          <SessionCard key={session.name} session={session} />
        ))}
      </div>
      <NewSession />
    </section>
  );
}
