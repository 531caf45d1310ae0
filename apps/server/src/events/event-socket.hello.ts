import { EVENT_TYPES, InvalidInputError } from '@columba/core';
import { z } from 'zod';

const commaList = z.string().transform((text) => text.split(','));

/** The first message of a client; in the address the same, but for the token. */
const hello = z.strictObject({
  token: z.string().min(1).max(500),
  /** A cursor of an earlier message, of the stream or of a page. */
  resume: z.string().max(2_000).optional(),
  /** Only this session; with `afterSeq` from there on. */
  session: z.string().max(64).optional(),
  afterSeq: z.coerce.number().int().min(0).optional(),
  types: z
    .union([commaList, z.array(z.string())])
    .pipe(z.array(z.enum(EVENT_TYPES)).min(1))
    .optional(),
});
type Hello = z.output<typeof hello>;
export type SocketWishes = Omit<Hello, 'token'>;

/** @throws InvalidInputError */
export function readHello(text: string): Hello {
  try {
    return hello.parse(JSON.parse(text));
  } catch (error) {
    throw new InvalidInputError('The first message must be { "token": "…", "resume"?: "<cursor>" }', { cause: error });
  }
}
