/** What goes wrong at the media host, once or from now on. */
export type MediaAction =
  /** Answered with this HTTP status and nothing else. */
  | { type: 'refuse'; status: number }
  /** Goes so far, and then nothing moves any more; the connection stays open. */
  | { type: 'stall'; afterBytes: number }
  /** The connection breaks after so much. */
  | { type: 'cut'; afterBytes: number }
  /** Real milliseconds before anything happens. */
  | { type: 'delay'; ms: number }
  /** One bit of the file is wrong; downloads only. */
  | { type: 'corrupt' }
  /** More and more comes after the file, for as long as somebody listens; downloads only. */
  | { type: 'endless' }
  /** The file comes in so small parts, with real milliseconds between them; downloads only. */
  | { type: 'drip'; bytes: number; everyMs: number };

export interface MediaFaultSpec {
  direction: 'upload' | 'download';
  action: MediaAction;
  /** How often it strikes; without it, always. */
  times?: number | undefined;
}

export interface MediaFault extends MediaFaultSpec {
  id: string;
  hits: number;
}

/** The rules about what goes wrong with transfers. The first that fits decides. */
export class MediaFaults {
  readonly #faults: MediaFault[] = [];
  #made = 0;

  add(spec: MediaFaultSpec): MediaFault {
    const fault = { ...spec, id: `M${(this.#made += 1)}`, hits: 0 };
    this.#faults.push(fault);
    return fault;
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** What is to happen to a transfer that begins now. */
  take(direction: MediaFaultSpec['direction']): MediaAction | undefined {
    const fault = this.#faults.find(
      (each) => each.direction === direction && (each.times === undefined || each.hits < each.times),
    );
    if (!fault) return undefined;
    fault.hits += 1;
    return fault.action;
  }
}

/** A file with one wrong bit. */
export function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
