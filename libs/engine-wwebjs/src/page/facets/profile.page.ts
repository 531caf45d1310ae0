import type { PageScope } from '../page-scope.js';

export interface ProfileOperations {
  'profile.name': (input: { name: string }) => null;
  'profile.about': (input: { text: string }) => null;
}

export type ProfileEntries = Record<never, never>;

/** The account's own profile. Runs in the page. */
export function installProfile(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse } = kit;
  Object.assign(kit.operations, {
    'profile.name': async ({ name }: { name: string }) => {
      const { Conn } = module<{ Conn: { canSetMyPushname(): boolean } }>('WAWebConnModel');
      if (!Conn.canSetMyPushname()) throw refuse('not_allowed', 'WhatsApp does not let this account change its name');
      await module<{ setPushname(name: string): Promise<unknown> }>('WAWebSetPushnameConnAction').setPushname(name);
      return null;
    },
    'profile.about': async ({ text }: { text: string }) => {
      await module<{ setMyStatus(text: string): Promise<unknown> }>('WAWebContactStatusBridge').setMyStatus(text);
      return null;
    },
  } satisfies Record<keyof ProfileOperations, unknown>);
}
