import type { MediaPort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const MEDIA_ABLE: Able = {};

export class WwebjsMedia implements MediaPort {
  download = unsupported;
  refetch = unsupported;
}
