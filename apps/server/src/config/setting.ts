import type { z } from 'zod';

/** One thing that a user can set, by environment variable or, inside Home Assistant, as an add-on option. */
export interface Setting<S extends z.ZodType = z.ZodType> {
  env: string;
  /** A name under which another program took the same; ours wins. */
  alias?: string;
  /** Name among the add-on's options; absent where the add-on itself decides. */
  option?: string;
  /** Reads the written text; its default is the setting's default. */
  schema: S;
  description: string;
  /** What to write into the list of settings where the schema's default would not read well. */
  shownDefault?: string;
}

/** The settings of one area, by the names that the code uses. */
export interface Area<T extends Record<string, Setting> = Record<string, Setting>> {
  title: string;
  settings: T;
}

export type AreaValues<A extends Area> = { [K in keyof A['settings']]: z.output<A['settings'][K]['schema']> };

/** Keeps the exact types of the schemas. */
export const area = <T extends Record<string, Setting>>(title: string, settings: T): Area<T> => ({ title, settings });
