import { z } from 'zod';
import { named } from './faserf-components.js';

const number = z.string().describe('A phone number with country code, or an address of WhatsApp.');
const quoting = {
  quotedMessageId: z.string().nullish().describe('Quotes this message of the chat.'),
  expiration: z.number().nullish().describe('Seconds after which the message disappears.'),
};
const alias = (of: string) => z.string().nullish().describe(`Another spelling of \`${of}\`.`);
const text = () => z.string().nullish();
const url = z.string().describe('Where the file lies; Columba fetches it.');
const caption = { caption: text(), message: alias('caption') };

export const sentSchema = named(
  'Sent',
  'It was handed over to WhatsApp.',
  z.object({ status: z.literal('sent'), id: z.string().meta({ example: '3EB0A1B2C3D4E5F6' }) }),
);

export const sentWithWarningSchema = named(
  'SentWithWarning',
  'It was handed over to WhatsApp, which may show it otherwise.',
  z.object({ status: z.literal('sent'), id: z.string(), warning: z.string() }),
);

export const textRequestSchema = named(
  'TextRequest',
  'A text.',
  z
    .object({ number, message: z.string(), ...quoting })
    .meta({ examples: [{ number: '491234567890', message: 'Hello World' }] }),
);

export const imageRequestSchema = named(
  'ImageRequest',
  'A picture.',
  z.object({ number, url, ...caption, ...quoting }).meta({
    examples: [{ number: '491234567890', url: 'https://example.com/image.png', caption: 'Check this out!' }],
  }),
);

export const documentRequestSchema = named(
  'DocumentRequest',
  'A file.',
  z
    .object({
      number,
      url,
      fileName: text(),
      mimetype: text(),
      mimeType: alias('mimetype'),
      mime_type: alias('mimetype'),
      ...caption,
      ...quoting,
    })
    .meta({
      examples: [
        { number: '491234567890', url: 'https://example.com/report.pdf', fileName: 'Report.pdf', caption: null },
      ],
    }),
);

export const videoRequestSchema = named(
  'VideoRequest',
  'A video.',
  z
    .object({
      number,
      url,
      ...caption,
      gifPlayback: z.boolean().optional().describe('Plays by itself, again and again.'),
      seconds: z.number().optional().describe('Measured here; ignored.'),
      ...quoting,
    })
    .meta({ examples: [{ number: '491234567890', url: 'https://example.com/video.mp4', caption: 'Look' }] }),
);

export const gifRequestSchema = named(
  'GifRequest',
  'A video that plays by itself.',
  z
    .object({ number, url, ...caption, ...quoting })
    .meta({ examples: [{ number: '491234567890', url: 'https://example.com/video.mp4' }] }),
);

export const audioRequestSchema = named(
  'AudioRequest',
  'A sound.',
  z
    .object({
      number,
      url,
      ptt: z.boolean().optional().describe('As a voice message.'),
      seconds: z.number().optional().describe('Measured here; ignored.'),
      ...quoting,
    })
    .meta({ examples: [{ number: '491234567890', url: 'https://example.com/sound.ogg', ptt: true }] }),
);

export const stickerRequestSchema = named(
  'StickerRequest',
  'A sticker.',
  z
    .object({ number, url, ...quoting })
    .meta({ examples: [{ number: '491234567890', url: 'https://example.com/image.png' }] }),
);

export const locationRequestSchema = named(
  'LocationRequest',
  'A place.',
  z
    .object({
      number,
      latitude: z.number().optional().describe('Needed.'),
      longitude: z.number().optional().describe('Needed.'),
      degreesLatitude: z.number().optional().describe('Another spelling of `latitude`.'),
      degreesLongitude: z.number().optional().describe('Another spelling of `longitude`.'),
      name: text(),
      title: alias('name'),
      address: text(),
      description: alias('address'),
      ...quoting,
    })
    .meta({
      examples: [
        { number: '491234567890', latitude: 52.52, longitude: 13.405, name: 'Berlin', address: 'Alexanderplatz' },
      ],
    }),
);

export const pollRequestSchema = named(
  'PollRequest',
  'A poll.',
  z
    .object({
      number,
      question: z.string().optional().describe('Needed.'),
      name: alias('question'),
      options: z.array(z.string()).describe('2 to 12, all different.'),
      selectableCount: z.int().optional().describe('0: any number; 1, as usual: one.'),
      ...quoting,
    })
    .meta({
      examples: [{ number: '491234567890', question: 'Pizza or Burger?', options: ['Pizza', 'Burger', 'Both'] }],
    }),
);

const button = z.object({ id: text(), buttonId: alias('id'), text: text(), displayText: alias('text') });

export const buttonsRequestSchema = named(
  'ButtonsRequest',
  'A text with buttons.',
  z
    .object({
      number,
      message: z.string().optional().describe('Needed.'),
      text: alias('message'),
      buttons: z.array(button),
      footer: text(),
      ...quoting,
    })
    .meta({
      examples: [
        { number: '491234567890', message: 'Lights?', buttons: [{ id: 'on', text: 'On' }], footer: 'Columba' },
      ],
    }),
);

const row = z.object({ id: text(), rowId: alias('id'), title: z.string(), description: text() });

export const listRequestSchema = named(
  'ListRequest',
  'A text with a list to choose from.',
  z
    .object({
      number,
      title: text(),
      text: text(),
      button_text: text(),
      buttonText: alias('button_text'),
      sections: z.array(z.object({ title: text(), rows: z.array(row) })),
      footer: text(),
      ...quoting,
    })
    .meta({
      examples: [
        {
          number: '491234567890',
          text: 'Which scene?',
          button_text: 'Scenes',
          sections: [{ title: 'Evening', rows: [{ id: 'film', title: 'Film' }] }],
        },
      ],
    }),
);

export const contactRequestSchema = named(
  'ContactRequest',
  'A card with a name and a number.',
  z
    .object({
      number,
      contact_name: z.string().optional().describe('Needed.'),
      contactName: alias('contact_name'),
      contact_number: z.string().optional().describe('Needed.'),
      contactNumber: alias('contact_number'),
      ...quoting,
    })
    .meta({
      examples: [{ number: '491234567890', contact_name: 'Contact A', contact_number: '491761234567' }],
    }),
);

export const eventRequestSchema = named(
  'EventRequest',
  'An event for the calendar.',
  z
    .object({
      number: z.string().optional().describe('Needed.'),
      target: alias('number'),
      name: z.string(),
      description: text(),
      date: z.union([z.string(), z.number()]).nullish().describe('ISO 8601 or Unix time; absent: now.'),
      startTime: z.union([z.string(), z.number()]).nullish().describe('Another spelling of `date`.'),
      endTime: z.union([z.string(), z.number()]).nullish(),
      location: z
        .union([
          z.string(),
          z.object({
            name: z.string().nullish(),
            degreesLatitude: z.number().nullish(),
            degreesLongitude: z.number().nullish(),
          }),
        ])
        .nullish()
        .describe('A text is sent: the name of a place, or its coordinates when it has none.'),
      joinLink: text(),
      isCanceled: z.boolean().optional().describe('Cannot be true here.'),
      ...quoting,
    })
    .meta({ examples: [{ number: '491234567890', name: 'Dinner', date: '2030-01-01T18:00:00Z', location: 'Home' }] }),
);

export const storyRequestSchema = named(
  'StoryRequest',
  'A story: `message`, or a picture or video at `url`.',
  z.object({ message: text(), url: text(), caption: text() }).meta({ examples: [{ message: 'Hello World' }] }),
);
