import type { ModuleMaker } from '../page.js';

const KINDS = ['Audio', 'Documents', 'Photos', 'Videos'] as const;

/** Settings of this browser only; they last as long as the page. */
export const preferenceModules: ModuleMaker = () => {
  const values = new Map<string, boolean>();
  const general = KINDS.flatMap((kind) => [
    [`getAutoDownload${kind}`, () => values.get(kind) ?? true],
    [
      `setAutoDownload${kind}`,
      (on: boolean) => {
        values.set(kind, on);
        return Promise.resolve();
      },
    ],
  ]);
  return {
    WAWebUserPrefsGeneral: Object.fromEntries(general) as object,
    WAWebUserPrefsNotifications: {
      getGlobalOfflineNotifications: () => values.get('offline') ?? true,
      setGlobalOfflineNotifications: (on: boolean) => {
        values.set('offline', on);
        return Promise.resolve();
      },
    },
    WAWebBizGatingUtils: { smbNotesV1Enabled: () => false },
  };
};
