import type { Api } from './api.js';
import type { LogEvent } from './model.js';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 20_000;

/**
 * Follows the log for as long as the page is open. The line breaks whenever Home Assistant or Columba restarts; it is
 * opened again, ever less often, and `onUp` says each time that something may have been missed.
 * @returns a function that ends it.
 */
export function follow(
  api: Api,
  { onEvent, onUp, onDown }: { onEvent: (event: LogEvent) => void; onUp: () => void; onDown: () => void },
): () => void {
  let wait = SHORTEST_MS;
  let timer: number | undefined;
  let socket: WebSocket | undefined;
  let ended = false;

  const open = (): void => {
    socket = api.line();
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as { kind: string; event?: LogEvent };
      if (frame.kind === 'ready') {
        wait = SHORTEST_MS;
        onUp();
      }
      if (frame.event) onEvent(frame.event);
    });
    socket.addEventListener('close', () => {
      if (ended) return;
      onDown();
      timer = window.setTimeout(open, wait);
      wait = Math.min(LONGEST_MS, wait * 2);
    });
  };
  open();
  return () => {
    ended = true;
    window.clearTimeout(timer);
    socket?.close();
  };
}
