import type { BinaryNode } from '@whiskeysockets/baileys';
import { InvalidInputError, NotConnectedError, type Clock, type Jid, type Picture, within } from '@columba/core';
import { toQueryError } from '../answers.js';
import type { Asker } from '../asker.js';
import type { BaileysOptions } from '../baileys.options.js';
import { toGroupError } from '../groups/group-errors.js';
import { refusalCode } from '../refusal-code.js';
import { fetchPicture } from './fetch-picture.js';

/** WhatsApp's words for: there is none, or it is not for us to see. */
const NONE = [401, 403, 404];

/** Pictures of people and groups, as bytes both ways. */
export class BaileysPictures {
  constructor(
    private readonly clock: Clock,
    private readonly asker: Asker,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs' | 'pictureHosts' | 'agent'>,
  ) {}

  /** `undefined` when there is none or it is not shown to us. */
  async get(of: Jid): Promise<Picture | undefined> {
    const url = await this.asker.question((socket) => socket.profilePictureUrl(of, 'image').catch(noneWhenHidden));
    if (!url) return undefined;
    const { pictureHosts: hosts, agent, queryTimeoutMs } = this.options;
    const stop = new AbortController();
    try {
      return await within(this.clock, queryTimeoutMs, fetchPicture(url, { hosts, agent }, stop.signal));
    } finally {
      stop.abort(new NotConnectedError('Nobody waits for this picture any more'));
    }
  }

  /**
   * @param jpeg WhatsApp takes a square of at most 640 × 640 pixels; `null` takes the picture away.
   * @param group absent: the account's own picture.
   */
  async set(jpeg: Uint8Array | null, group?: Jid): Promise<void> {
    if (jpeg && !(jpeg[0] === 0xff && jpeg[1] === 0xd8)) throw new InvalidInputError('A picture has to be a JPEG');
    const content: BinaryNode[] | undefined = jpeg
      ? [{ tag: 'picture', attrs: { type: 'image' }, content: jpeg }]
      : undefined;
    const attrs = {
      to: '@s.whatsapp.net',
      type: 'set',
      xmlns: 'w:profile:picture',
      ...(group ? { target: group } : {}),
    };
    // The library would want to scale the picture by itself, with a package of its own.
    const iq: BinaryNode = { tag: 'iq', attrs, ...(content ? { content } : {}) };
    await this.asker.change((socket) => socket.query(iq), group ? toGroupError : toQueryError);
  }
}

function noneWhenHidden(error: unknown): undefined {
  if (NONE.some((code) => code === refusalCode(error))) return undefined;
  throw error;
}
