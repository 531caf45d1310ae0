export function violations(document: object): string[];
