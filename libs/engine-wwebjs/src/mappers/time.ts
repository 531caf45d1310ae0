export const toTime = (seconds: number): Date => new Date(seconds * 1000);
