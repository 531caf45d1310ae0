import type { CallsPort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const CALLS_ABLE: Able = {};

export class WwebjsCalls implements CallsPort {
  reject = unsupported;
}
