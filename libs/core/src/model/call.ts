import type { Person } from './person.js';

export interface CallOffer {
  callId: string;
  from: Person;
  video: boolean;
  group: boolean;
}

export type CallOutcome = 'missed' | 'rejected' | 'accepted_elsewhere' | 'ended';
