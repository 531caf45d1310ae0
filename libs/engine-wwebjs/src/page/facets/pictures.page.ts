import type { PagePerson, PageScope, Wid } from '../page-scope.js';

export interface PictureOutput {
  base64: string;
  mimeType: string;
}

export interface PicturesOperations {
  /** `null`: there is none, or it is not shown to us. */
  'pictures.get': (input: { of: string[] }) => PictureOutput | null;
  /** @param of `null`: this account; @param base64 `null` takes the picture away */
  'pictures.set': (input: { of: string | null; base64: string | null }) => null;
}

export interface PicturesEntries {
  /** A person or a group has another picture, or none any more. */
  picture: { of: PagePerson };
}

interface Bridge {
  requestProfilePicFromServer(of: { id: Wid } | Wid): Promise<{ eurl?: string } | undefined>;
  sendSetPicture(of: Wid, thumbnail: string, full: string): Promise<{ status?: number } | undefined>;
  requestDeletePicture(of: Wid): Promise<{ status?: number } | undefined>;
}

/** Pictures of people and groups. Runs in the page. */
export function installPictures(): void {
  const scope = globalThis as unknown as PageScope;
  const { columba: kit } = scope;
  const { module, refuse } = kit;
  const MOST_BYTES = 5 * 1024 * 1024;
  const THUMBNAIL = 96;
  const HIDDEN = [401, 403, 404];
  const OK = 200;
  const bridge = () => module<Bridge>('WAWebContactProfilePicThumbBridge');

  const addressOf = async (of: string): Promise<string | undefined> => {
    try {
      return (await bridge().requestProfilePicFromServer({ id: kit.wid(of) }))?.eurl;
    } catch (error) {
      const { status, statusCode } = error as { status?: number; statusCode?: number };
      if (HIDDEN.includes(status ?? statusCode ?? 0)) return undefined;
      throw error;
    }
  };

  const fetched = async (address: string): Promise<PictureOutput | null> => {
    const response = await fetch(address).catch(() => undefined);
    if (!response) throw refuse('unavailable', "The host of WhatsApp's pictures cannot be reached");
    if ([403, 404, 410].includes(response.status)) return null;
    if (!response.ok) throw refuse('unavailable', `The host of WhatsApp's pictures answered ${response.status}`);
    const blob = await response.blob();
    if (blob.size > MOST_BYTES) throw refuse('too_large', 'This picture is too large');
    return { base64: kit.bytes.encode(new Uint8Array(await blob.arrayBuffer())), mimeType: blob.type || 'image/jpeg' };
  };

  /** What is too strange to be drawn goes as it is. */
  const smaller = async (bytes: string): Promise<string> => {
    try {
      const picture = await scope.createImageBitmap(new Blob([kit.bytes.decode(bytes)]));
      const canvas = new scope.OffscreenCanvas(THUMBNAIL, THUMBNAIL);
      canvas.getContext('2d').drawImage(picture, 0, 0, THUMBNAIL, THUMBNAIL);
      const small = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
      return kit.bytes.encode(new Uint8Array(await small.arrayBuffer()));
    } catch {
      return bytes;
    }
  };

  const set = async ({ of, base64: bytes }: { of: string | null; base64: string | null }) => {
    const wid = kit.wid(of ?? kit.me().wid);
    const url = (base64: string) => `data:image/jpeg;base64,${base64}`;
    const answer =
      bytes === null
        ? await bridge().requestDeletePicture(wid)
        : await bridge().sendSetPicture(wid, url(await smaller(bytes)), url(bytes));
    const status = answer?.status ?? OK;
    if (status !== OK) throw Object.assign(new Error('WhatsApp did not take the picture'), { status });
    return null;
  };

  /** Of a group a line in the chat tells it, with who did it. */
  const overhear = () => {
    const pictures = module<{ changeProfilePicThumb(wid: Wid, ...rest: unknown[]): Promise<unknown> }>(
      'WAWebChangeProfilePicThumb',
    );
    const original = pictures.changeProfilePicThumb;
    pictures.changeProfilePicThumb = (wid, ...rest) => {
      if (wid.isUser()) kit.tell('picture', { of: kit.person(wid) });
      return original.call(pictures, wid, ...rest);
    };
  };
  kit.whenLoaded(overhear);

  Object.assign(kit.operations, {
    'pictures.get': async ({ of }: { of: string[] }) => {
      for (const one of of) {
        const address = await addressOf(one);
        if (address) return fetched(address);
      }
      return null;
    },
    'pictures.set': set,
  } satisfies Record<keyof PicturesOperations, unknown>);
}
