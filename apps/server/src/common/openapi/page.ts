import type { Page } from '@columba/storage';
import { z } from 'zod';
import { component } from './component.js';

/** A list that is read page by page. */
export const pageOf = <S extends z.ZodType>(id: string, description: string, item: S) =>
  component(
    id,
    description,
    z.object({
      data: z.array(item),
      nextCursor: z.string().nullable().describe('For the next page; null on the last one.'),
    }),
  );

/** A list that is always whole. */
export const listOf = <S extends z.ZodType>(id: string, description: string, item: S) =>
  component(id, description, z.object({ data: z.array(item) }));

export const toPageDto = <T, D>({ data, next }: Page<T>, present: (item: T) => D) => ({
  data: data.map(present),
  nextCursor: next ?? null,
});
