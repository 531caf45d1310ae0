export const LANGUAGES: string[];
export function faultsOf(root: string): string[];
