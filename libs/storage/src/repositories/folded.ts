/** Sorts after every name: for those without one. */
export const NAMELESS = '\u{10FFFF}';

/** A text without case and accents, for sorting and finding. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
