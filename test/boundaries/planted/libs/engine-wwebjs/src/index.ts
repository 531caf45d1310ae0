import '@whiskeysockets/baileys';
export const wwebjs = 1;
