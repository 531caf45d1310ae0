import type { PhoneNumber, Target } from './ids.js';

/** An account by its number, or a group by its chat. */
export type PictureOwner = Target;

export interface Picture {
  /** Digits; another one for each picture. */
  id: string;
  jpeg: Uint8Array;
}

/** A new picture, or none any more, as others are told of it. */
export interface PictureNotice {
  owner: PictureOwner;
  by: PhoneNumber;
  at: number;
  /** Absent: it was taken away. */
  id?: string;
}
