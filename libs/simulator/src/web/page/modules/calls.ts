import { Emitter } from '../base/emitter.js';
import type { ModuleMaker } from '../page.js';

/** The library looks for the first own property that is a map, and listens to what is put into it. */
class CallCollection extends Emitter {
  readonly calls = new Map<string, object>();
}

export const callModules: ModuleMaker = () => ({
  WAWebCallCollection: new CallCollection(),
  WAWap: {
    wap: (tag: string, attrs: object, content: unknown) => ({ tag, attrs, content }),
    generateId: () => crypto.randomUUID(),
  },
  WADeprecatedSendIq: { deprecatedCastStanza: () => Promise.resolve() },
});
