/** Injection tokens of what the composition root provides to every feature. */
export const CONFIG = Symbol('ColumbaConfig');
export const STORAGE = Symbol('Storage');
export const CLOCK = Symbol('Clock');
export const LOGGER = Symbol('Logger');
/** `Readable | undefined`: where commands can be written to this process. */
export const STDIN = Symbol('Stdin');
/** `(kind) => Promise<EngineFactory>`: where engines come from; tests give fake ones. */
export const ENGINE_SOURCE = Symbol('EngineSource');
