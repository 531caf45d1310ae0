import type { ProfilePort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const PROFILE_ABLE: Able = {};

export class WwebjsProfile implements ProfilePort {
  setName = unsupported;
  setAbout = unsupported;
  setPicture = unsupported;
}
