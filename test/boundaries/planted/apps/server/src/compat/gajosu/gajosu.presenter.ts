export const gajosu = 1;
