export const baileys = 1;
