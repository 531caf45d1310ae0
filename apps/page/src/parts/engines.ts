const NAMES: Record<string, string> = {
  baileys: 'Baileys (light, no browser)',
  wwebjs: 'whatsapp-web.js (a real browser)',
};

/** What speaks with WhatsApp, for a person who has to choose. */
export const engineName = (engine: string): string => NAMES[engine] ?? engine;
