import type { HealthNote } from '../common/health-sources.js';
import type { LinkState } from '../home-assistant/link/ha-link.js';
import type { HaEventsStatus } from './ha-events.service.js';

/** What the health page says about Home Assistant: nothing while events reach it, or none are wanted. */
export function healthNotes(status: HaEventsStatus, link: LinkState): HealthNote[] {
  if (!status.enabled && link.kind === 'unauthorised')
    return [{ code: 'home_assistant_unauthorised', detail: 'Home Assistant refuses the token.' }];
  if (!status.enabled) return [];
  const waiting = `${status.lag} events wait for it`;
  if (status.state === 'unauthorised')
    return [{ code: 'home_assistant_unauthorised', detail: `Home Assistant refuses the token; ${waiting}.` }];
  if (status.state === 'backing_off')
    return [{ code: 'home_assistant_unreachable', detail: `Home Assistant takes no events now; ${waiting}.` }];
  return [];
}
