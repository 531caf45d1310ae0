import { UnsupportedError, type Capability, type Feature } from '@columba/core';

/** What a facet can do, for the table in `capabilities.ts`; it stands beside the code that does it. */
export type Able = Partial<Record<Feature, Capability>>;

export const FULL: Capability = { level: 'full' };

/** For what is not built yet. */
export async function unsupported(): Promise<never> {
  throw new UnsupportedError('The whatsapp-web.js engine does not do this yet');
}
