import type { ContactsPort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const CONTACTS_ABLE: Able = {};

export class WwebjsContacts implements ContactsPort {
  check = unsupported;
  picture = unsupported;
  about = unsupported;
  block = unsupported;
  listBlocked = unsupported;
  saveName = unsupported;
}
