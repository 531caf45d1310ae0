import { authArea, type AuthConfig } from './auth.config.js';
import { consumersArea, type ConsumersConfig } from './consumers.config.js';
import { engineArea, engineTestArea, type EngineConfig, type EngineTestConfig } from './engine.config.js';
import { faserfArea, type FaserfConfig } from './faserf.config.js';
import { faultsArea, type FaultsConfig } from './faults.config.js';
import { gajosuArea, type GajosuConfig } from './gajosu.config.js';
import { homeAssistantArea, type HomeAssistantConfig } from './home-assistant.config.js';
import { httpArea, type HttpConfig } from './http.config.js';
import { ingressArea, type IngressConfig } from './ingress.config.js';
import { loggingArea, type LoggingConfig } from './logging.config.js';
import { mediaArea, type MediaConfig } from './media.config.js';
import { mqttArea, type MqttConfig } from './mqtt.config.js';
import { pacingArea, type PacingConfig } from './pacing.config.js';
import { sessionsArea, type SessionsConfig } from './sessions.config.js';
import type { Area } from './setting.js';
import { storageArea, type StorageConfig } from './storage.config.js';

/** All settings, read once at the start and never changed afterwards. */
export interface ColumbaConfig {
  http: HttpConfig;
  storage: StorageConfig;
  logging: LoggingConfig;
  auth: AuthConfig;
  sessions: SessionsConfig;
  engine: EngineConfig;
  engineTest: EngineTestConfig;
  media: MediaConfig;
  homeAssistant: HomeAssistantConfig;
  mqtt: MqttConfig;
  ingress: IngressConfig;
  gajosu: GajosuConfig;
  faserf: FaserfConfig;
  consumers: ConsumersConfig;
  pacing: PacingConfig;
  faults: FaultsConfig;
}

export const AREAS: Record<keyof ColumbaConfig, Area> = {
  http: httpArea,
  storage: storageArea,
  logging: loggingArea,
  auth: authArea,
  sessions: sessionsArea,
  engine: engineArea,
  engineTest: engineTestArea,
  media: mediaArea,
  homeAssistant: homeAssistantArea,
  mqtt: mqttArea,
  ingress: ingressArea,
  gajosu: gajosuArea,
  faserf: faserfArea,
  consumers: consumersArea,
  pacing: pacingArea,
  faults: faultsArea,
};
