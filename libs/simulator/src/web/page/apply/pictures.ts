import { ServerStatusCodeError } from '../base/errors.js';
import { createWid, type WidLike } from '../ids/wid.js';
import { PictureModel } from '../models/picture.js';
import type { Store } from '../store.js';

interface Asking {
  store: Store;
  ask: <T>(operation: string, input?: Record<string, unknown>) => Promise<T>;
}

/** Asks for the picture, which may have changed. */
export async function refreshPicture({ store, ask }: Asking, id: WidLike): Promise<PictureModel> {
  const wid = createWid(id);
  const img = await ask<string | null>('picture', { id: wid.toString() }).catch((error: unknown) => {
    // Not everybody shows it.
    if (error instanceof ServerStatusCodeError) return null;
    throw error;
  });
  const picture = store.pictures.get(wid) ?? store.pictures.add(new PictureModel({ id: wid }));
  picture.set({ img: img ?? undefined, eurl: img ?? undefined });
  return picture;
}
