import { z } from 'zod';

export const wid = z.string().regex(/^[^@]+@[a-z.]+$/, 'not an address');

export const key = z.strictObject({
  fromMe: z.boolean(),
  remote: wid,
  id: z.string().min(1),
  participant: wid.optional(),
});

export const fields = z.looseObject({
  type: z.string(),
  body: z
    .string()
    .nullish()
    .transform((body) => body ?? undefined),
});
