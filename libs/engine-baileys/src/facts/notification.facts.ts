import { done, type Reader } from './reading.js';

/** Notifications change what the library knows; none of them is told yet. */
export const readNotification: Reader = async () => done();
