import type { Api } from './api.js';

/** Something that Columba adds to Home Assistant when it is asked to. */
export interface Helper {
  id: string;
  title: string;
  description?: string;
  installed: boolean;
  /** The user has changed it since; it is not touched any more. */
  edited?: boolean;
}
export interface Helpers {
  helpers: Helper[];
}

/** There is none of this outside of Home Assistant, and in older servers: then the answer is 404. */
export const readHelpers = (api: Api): Promise<Helpers> => api.get<Helpers>('v1/home-assistant/helpers');

export const addHelper = (api: Api, { id }: Helper): Promise<unknown> =>
  api.call('POST', `v1/home-assistant/helpers/${id}`);

export const removeHelper = (api: Api, { id }: Helper): Promise<unknown> =>
  api.call('DELETE', `v1/home-assistant/helpers/${id}`);
