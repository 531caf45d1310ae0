import { useWorld } from '../state.js';

/** What stands in the cards anyway is not said twice. */
const ELSEWHERE = new Set(['session_needs_person']);

export function Warnings() {
  const { health } = useWorld();
  const shown = (health?.warnings ?? []).filter(({ code }) => !ELSEWHERE.has(code));
  if (shown.length === 0) return null;
  return (
    <ul class="warnings" aria-label="Warnings">
      {shown.map(({ code, session, detail }) => (
        <li key={`${code}-${session ?? ''}`} class="note">
          {session !== undefined && <strong>{session}: </strong>}
          {detail}
        </li>
      ))}
    </ul>
  );
}
