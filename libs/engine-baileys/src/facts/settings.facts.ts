import { isMissingKeyError, toNumber } from '@whiskeysockets/baileys';
import type { Fact } from '@columba/core';
import { mutationsIn, type Mutation } from '../app-state/mutations.js';
import { settingFacts } from '../app-state/setting.facts.js';
import { childOf } from '../journal/stanza.js';
import { done, type Reader } from './reading.js';

/** Older than this, a setting was made while this device did not hear of it. */
const LIVE_MS = 60_000;

/** Another device has set something. The library fetches it; an answer with the settings follows. */
export const readSettingsNews: Reader = async (node, { settings }) => {
  const { name, version } = childOf(node, 'collection')?.attrs ?? {};
  const behind = name !== undefined && (await settings.version(name)) < Number(version ?? 0);
  return behind ? { kind: 'later' } : done();
};

/** An answer with settings of this account: what its other devices have changed, or everything after linking. */
export const readSettings: Reader = async (node, scope) => {
  const { me, book, labels, settings, receivedAt } = scope;
  let mutations: Mutation[];
  try {
    mutations = await mutationsIn(node, (id) => settings.key(id));
  } catch (error) {
    // The key is on its way; the library then asks for the same once more.
    if (isMissingKeyError(error)) return { kind: 'later' };
    throw error;
  }
  const facts: Fact[] = [];
  for (const mutation of mutations) {
    const age = receivedAt.getTime() - toNumber(mutation.value.timestamp);
    const late = scope.late || age > LIVE_MS;
    facts.push(...(await settingFacts(mutation, { me, book, labels, now: receivedAt, late })));
  }
  return done(facts);
};
