import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/** Runs something on behalf of a session; whatever goes astray in it later, in a timer or a socket, is the session's. */
export const inSession = <T>(session: string, work: () => T): T => scope.run(session, work);

/** The session on whose behalf the present code runs; `undefined` when it runs for nobody in particular. */
export const currentSession = (): string | undefined => scope.getStore();
