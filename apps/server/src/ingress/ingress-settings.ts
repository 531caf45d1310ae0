import type { ColumbaConfig } from '../config/columba.config.js';

/** The port that Home Assistant expects where an add-on names no other. */
const USUAL_PORT = 8099;
const SUPERVISOR = 'http://supervisor/core';

/** Whether this runs as an add-on: then, and only then, the Supervisor gives a token for itself. */
export const isAddOn = ({ homeAssistant }: Pick<ColumbaConfig, 'homeAssistant'>): boolean =>
  homeAssistant.token !== undefined && homeAssistant.baseUrl === SUPERVISOR;

/** `undefined` where there is no Home Assistant in front. */
export const ingressPort = (config: Pick<ColumbaConfig, 'homeAssistant' | 'ingress'>): number | undefined =>
  config.ingress.port ?? (isAddOn(config) ? USUAL_PORT : undefined);
