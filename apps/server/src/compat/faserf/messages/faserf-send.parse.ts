import {
  jidUser,
  type ButtonsContent,
  type ContactContent,
  type EventContent,
  type Jid,
  type ListContent,
  type OutgoingContent,
} from '@columba/core';
import type { MediaDraft } from '../../../media/outgoing/outgoing-media.service.js';
import { FaserfInput, isObject } from '../faserf-input.js';
import { parseNumber } from '../faserf-number.js';
import { invalid } from '../faserf-refusal.js';

/** What is to be sent, and to whom. Media are not fetched yet. */
export interface FaserfSend {
  chat: Jid;
  content: OutgoingContent | { fetch: MediaDraft };
  quotedMessageId?: string;
  disappearingSeconds?: number;
}

const NUMBER = ['number'] as const;
const LONGEST_EXPIRATION = 366 * 86_400;

/** The parts that all sends have. @throws InvalidInputError */
export function parseSend(input: FaserfInput, content: FaserfSend['content'], number: readonly string[] = NUMBER) {
  const quotedMessageId = input.optionalText('quotedMessageId');
  const disappearingSeconds = input.number(['expiration'], { least: 0, most: LONGEST_EXPIRATION });
  const send: FaserfSend = { chat: parseNumber(input.text(...number)), content };
  if (quotedMessageId) send.quotedMessageId = quotedMessageId;
  if (disappearingSeconds) send.disappearingSeconds = Math.round(disappearingSeconds);
  return send;
}

export function parseTextSend(input: FaserfInput): FaserfSend {
  input.require(NUMBER, ['message']);
  return parseSend(input, { kind: 'text', text: input.text('message') });
}

const LATITUDE = ['latitude', 'degreesLatitude'] as const;
const LONGITUDE = ['longitude', 'degreesLongitude'] as const;

export function parseLocationSend(input: FaserfInput): FaserfSend {
  input.require(NUMBER, LATITUDE, LONGITUDE);
  const name = input.optionalText('name', 'title');
  const address = input.optionalText('address', 'description');
  const latitude = input.number(LATITUDE, { least: -90, most: 90 }) ?? 0;
  const longitude = input.number(LONGITUDE, { least: -180, most: 180 }) ?? 0;
  return parseSend(input, {
    kind: 'location',
    latitude,
    longitude,
    ...(name && { name }),
    ...(address && { address }),
  });
}

const FEWEST_OPTIONS = 2;
const MOST_OPTIONS = 12;

export function parsePollSend(input: FaserfInput): FaserfSend {
  input.require(NUMBER, ['question', 'name'], ['options']);
  const options = input.list('options').map((option) => (typeof option === 'string' ? option.trim() : ''));
  const isFit = options.every(Boolean) && new Set(options).size === options.length;
  if (!isFit || options.length < FEWEST_OPTIONS || options.length > MOST_OPTIONS)
    throw invalid('options', `must be ${FEWEST_OPTIONS} to ${MOST_OPTIONS} different texts`);
  const selectableCount = input.number(['selectableCount'], { least: 0, most: options.length }) ?? 1;
  const question = input.text('question', 'name');
  return parseSend(input, { kind: 'poll', question, options, selectableCount: Math.trunc(selectableCount) });
}

export function parseButtonsSend(input: FaserfInput): FaserfSend {
  input.require(NUMBER, ['message', 'text'], ['buttons']);
  const buttons = input.items('buttons').map((button, index) => ({
    id: button.optionalText('id', 'buttonId') ?? String(index + 1),
    text: button.text('text', 'displayText'),
  }));
  if (buttons.length === 0) throw invalid('buttons', 'must be at least one');
  const footer = input.optionalText('footer');
  const content: ButtonsContent = { kind: 'buttons', text: input.text('message', 'text'), buttons };
  return parseSend(input, { ...content, ...(footer && { footer }) });
}

export function parseListSend(input: FaserfInput): FaserfSend {
  input.require(NUMBER, ['text', 'title'], ['sections']);
  const sections = input.items('sections').map((section) => {
    const title = section.optionalText('title');
    return { ...(title && { title }), rows: section.items('rows').map(parseRow) };
  });
  if (!sections.some(({ rows }) => rows.length > 0)) throw invalid('sections', 'must hold at least one row');
  const footer = input.optionalText('footer');
  const said = [input.optionalText('title'), input.optionalText('text')].filter(Boolean);
  const buttonText = input.optionalText('button_text', 'buttonText') || 'Menu';
  const content: ListContent = { kind: 'list', text: said.join('\n'), buttonText, sections };
  return parseSend(input, { ...content, ...(footer && { footer }) });
}

function parseRow(row: FaserfInput): ListContent['sections'][number]['rows'][number] {
  const title = row.text('title');
  const description = row.optionalText('description');
  return { id: row.optionalText('id', 'rowId') ?? title, title, ...(description && { description }) };
}

export function parseContactSend(input: FaserfInput): FaserfSend {
  const nameFields = ['contact_name', 'contactName'] as const;
  const numberFields = ['contact_number', 'contactNumber'] as const;
  input.require(NUMBER, nameFields, numberFields);
  const name = input.text(...nameFields);
  const digits = jidUser(parseNumber(input.text(...numberFields), numberFields[0]));
  const card: ContactContent['contacts'][number] = { name, phones: [`+${digits}`], vcard: vcardOf(name, digits) };
  return parseSend(input, { kind: 'contact', contacts: [card] });
}

function vcardOf(name: string, digits: string): string {
  const escaped = name.replace(/[\\,;]/g, '\\$&').replace(/\r?\n/g, '\\n');
  const phone = `TEL;type=CELL;type=VOICE;waid=${digits}:+${digits}`;
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:;${escaped};;;`, `FN:${escaped}`, phone, 'END:VCARD'].join('\n');
}

/** @param now when it begins unless that is said */
export function parseEventSend(input: FaserfInput, now: Date): FaserfSend {
  const number = ['number', 'target'] as const;
  input.require(number, ['name']);
  if (input.flag('isCanceled')) throw invalid('isCanceled', 'an event that is cancelled already cannot be sent');
  const endsAt = parseTime(input, 'endTime');
  const description = input.optionalText('description');
  const location = parsePlace(input.raw(['location']));
  const joinLink = input.optionalText('joinLink');
  const content: Omit<EventContent, 'cancelled'> = {
    kind: 'event',
    name: input.text('name'),
    startsAt: parseTime(input, 'date', 'startTime') ?? now,
    ...(endsAt && { endsAt }),
    ...(description && { description }),
    ...(location && { location }),
    ...(joinLink && { joinLink }),
  };
  return parseSend(input, content, number);
}

/** Unix times of this size count milliseconds. */
const MILLISECONDS_FROM = 100_000_000_000;

/** ISO 8601, or a Unix time in seconds or milliseconds. */
function parseTime(input: FaserfInput, ...names: readonly string[]): Date | undefined {
  const text = input.optionalText(...names);
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  const time = Number.isFinite(number) ? new Date(number < MILLISECONDS_FROM ? number * 1000 : number) : new Date(text);
  if (Number.isNaN(time.getTime())) throw invalid(names[0] ?? '', 'must be a time in ISO 8601 or a Unix time');
  return time;
}

/** A text, or a place; of one without a name its coordinates are told, since an event has room for a text only. */
function parsePlace(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (!isObject(value)) throw invalid('location', 'must be a text or an object');
  const place = new FaserfInput(value, {});
  const name = place.optionalText('name');
  if (name) return name;
  const latitude = place.number(LATITUDE, { least: -90, most: 90 });
  const longitude = place.number(LONGITUDE, { least: -180, most: 180 });
  if (latitude === undefined || longitude === undefined)
    throw invalid('location', 'must have a name, or degreesLatitude and degreesLongitude');
  return `${latitude}, ${longitude}`;
}
