import { readFileSync } from 'node:fs';
import type { Clock, EngineKind, Logger, SessionName } from '@columba/core';
import type { Storage } from '@columba/storage';
import { digestOf } from '../auth/key-ring.js';
import { authArea } from '../config/auth.config.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { readBaileysFolder } from '../engine/old-logins.js';
import { AdoptedList } from './adopted-list.js';
import { adoptBrowserProfile, isBrowserProfile, profileDirectory } from './browser-profile.js';
import { isDefault, oldPlaces, oldTokenFiles, type OldPlace } from './old-places.js';

interface Parts {
  config: ColumbaConfig;
  storage: Storage;
  clock: Clock;
  logger: Logger;
}

/**
 * Takes over what the add-ons by FaserF and gajosu have left, so that nobody has to scan a QR again: logins once each, and
 * only where the session has none. The old files are read and never changed. What cannot be taken over is told in the log
 * and hinders nothing.
 */
export async function adoptOldData(parts: Parts): Promise<void> {
  const { config, logger } = parts;
  const roots = [config.storage.directory, ...config.storage.importDirectories];
  try {
    adoptToken(parts, roots);
  } catch (error) {
    logger.error('the token of the old add-on cannot be read', { error });
  }
  for (const place of roots.flatMap(oldPlaces)) {
    try {
      await adoptLogin(parts, place);
    } catch (error) {
      logger.error('an old login cannot be taken over', { folder: place.folder, error });
    }
  }
}

/** The token that the integration of FaserF sends, as a key like any other. */
function adoptToken({ config, storage, logger }: Parts, roots: readonly string[]): void {
  const [file] = roots.flatMap(oldTokenFiles);
  if (file === undefined || config.auth.token !== undefined || !storage.apiKeys.isEmpty()) return;
  const { success, data: token } = authArea.settings.token.schema.safeParse(readFileSync(file, 'utf8').trim());
  if (!success || token === undefined) return logger.warn('the old token is too weak to be kept', { file });
  storage.apiKeys.create({
    name: 'taken over from the FaserF add-on',
    scopes: ['admin'],
    hash: digestOf(token).toString('hex'),
  });
  logger.info('the token of the old add-on stays valid', { file });
}

async function adoptLogin(parts: Parts, place: OldPlace): Promise<void> {
  const { config, storage, clock, logger } = parts;
  const adopted = new AdoptedList(config.storage.directory);
  if (adopted.has(place.folder)) return;
  const session = sessionOf(config, place);
  const engine: EngineKind = storage.sessions.get(session)?.engine ?? config.engine.kind;
  const needed: EngineKind = place.kind === 'baileys' ? 'baileys' : 'wwebjs';
  if (engine !== needed)
    return logger.info(`an old login is here that only the engine ${needed} can use`, { ...place, session });
  const taken =
    place.kind === 'baileys' ? await takeBaileys(parts, place, session) : takeProfile(parts, place, session);
  if (!taken) return;
  adopted.add(place.folder, clock.now());
  logger.info('an old login was taken over', { folder: place.folder, session });
}

function sessionOf({ faserf, gajosu, sessions }: ColumbaConfig, place: OldPlace): SessionName {
  const [first = 'home'] = sessions.names;
  const own = place.kind === 'baileys' ? faserf.session : gajosu.session;
  return (isDefault(place) ? (own ?? first) : place.session) as SessionName;
}

async function takeBaileys({ storage, logger }: Parts, { folder }: OldPlace, name: SessionName): Promise<boolean> {
  const { credentials, keys } = storage.forSession(name);
  if (credentials.load().kind !== 'absent') return false;
  const login = await readBaileysFolder(folder);
  if (!login) return false;
  if (login.damaged.length > 0) logger.warn('some old keys are damaged', { folder, files: login.damaged.length });
  if (!storage.sessions.get(name)) storage.sessions.create({ name, engine: 'baileys', autoStart: true });
  // The identity last: with it the session counts as linked.
  keys.set(login.keys);
  credentials.save(login.credentials);
  return true;
}

function takeProfile({ config, storage }: Parts, { folder }: OldPlace, name: SessionName): boolean {
  if (!isBrowserProfile(folder)) return false;
  const taken = adoptBrowserProfile(folder, profileDirectory(config.storage.directory, name));
  if (taken && !storage.sessions.get(name)) storage.sessions.create({ name, engine: 'wwebjs', autoStart: true });
  return taken;
}
