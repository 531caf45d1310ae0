/** Files that are small, and real enough for whoever looks at their first bytes. */
const bytes = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** One grey pixel. */
export const JPEG = {
  mimeType: 'image/jpeg',
  bytes: bytes(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/' +
      'yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  ),
};
/** The header of a film, without one. */
export const MP4 = { mimeType: 'video/mp4', bytes: bytes('AAAAGGZ0eXBpc29tAAACAGlzb21pc28yAAAACGZyZWU=') };
/** The first page of an Opus stream. */
export const OGG = {
  mimeType: 'audio/ogg; codecs=opus',
  bytes: bytes('T2dnUwACAAAAAAAAAAABAAAAAAAAAJ1nGJwBE09wdXNIZWFkAQE4AYC7AAAAAAA='),
};
/** One transparent pixel. */
export const WEBP = {
  mimeType: 'image/webp',
  bytes: bytes('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='),
};
export const PDF = {
  mimeType: 'application/pdf',
  fileName: 'paper.pdf',
  bytes: new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
};
