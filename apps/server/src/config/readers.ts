import { z } from 'zod';

/** Schemas that read what people write into environment variables and forms: always text, sometimes empty. */

export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be ${least} to ${most}`).max(most, `must be ${least} to ${most}`));

/** `a, b` → `['a', 'b']`. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

export const webAddress = (schemes: readonly string[]) =>
  z
    .string()
    .refine((text) => isAddress(text, schemes), `must be an address that begins with ${schemes.join(':// or ')}://`);

function isAddress(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return schemes.includes(protocol.slice(0, -1)) && username === '' && password === '';
}

/** `["a", "b"]` */
export function isJsonTexts(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  } catch {
    return false;
  }
}
