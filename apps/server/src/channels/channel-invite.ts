/** `https://whatsapp.com/channel/CODE`, perhaps with a query behind it, or the code alone. */
const INVITE = /^(?:(?:https?:\/\/)?(?:www\.)?whatsapp\.com\/channel\/)?([A-Za-z0-9_-]{10,64})\/?(?:\?.*)?$/;

/** The code in an invitation to a channel; `undefined` for what is neither its code nor its link. */
export const channelCode = (text: string): string | undefined => INVITE.exec(text.trim())?.[1];

export const channelLink = (code: string): string => `https://whatsapp.com/channel/${code}`;
