import type { Simulator } from '@columba/simulator';

/** Invented people of the demo; the numbers are from ranges reserved for fiction. Ada answers every text. */
export const DEMO_PEOPLE = [
  { pn: '15550100001', name: 'Ada', autoReply: { text: 'Hello! This is Ada. I got your message.' } },
  { pn: '15550100002', name: 'Bruno', receipts: { read: true } },
  { pn: '15550100003', name: 'Chidi' },
  { pn: '15550100004', name: 'Dolores' },
  { pn: '15550100005', name: 'Emil' },
];

export async function addDemoPeople(sim: Simulator): Promise<void> {
  for (const person of DEMO_PEOPLE) await sim.contact.add(person);
}
