import type { ModuleMaker, Page } from '../page.js';

interface Stanza {
  tag: string;
  attrs: Record<string, string>;
  content?: Stanza[];
}

/** The only stanza that the library makes itself: it declines a call. */
async function cast(page: Page, { content }: Stanza): Promise<void> {
  const rejected = content?.find(({ tag }) => tag === 'reject')?.attrs['call-id'];
  if (rejected === undefined) throw new Error('this page casts no such stanza');
  await page.ask('call.reject', { id: rejected });
}

export const callModules: ModuleMaker = (page) => ({
  WAWebCallCollection: page.store.calls,
  WAWap: {
    wap: (tag: string, attrs: Record<string, string>, content?: Stanza[]): Stanza => ({
      tag,
      attrs,
      ...(content ? { content } : {}),
    }),
    generateId: () => crypto.randomUUID(),
  },
  WADeprecatedSendIq: { deprecatedCastStanza: (stanza: Stanza) => cast(page, stanza) },
});
