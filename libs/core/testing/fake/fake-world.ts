import type { EngineContext, EngineFactory } from '../../src/index.js';
import type { FakeAccountOptions } from './fake-account.js';
import { FakeEngine, type FakeEngineOptions } from './fake-engine.js';
import { FakeNetwork } from './fake-network.js';
import { FakePerson } from './fake-person.js';

/** A small WhatsApp in memory, in which fake engines and scripted persons meet. */
export class FakeWorld extends FakeNetwork {
  private readonly engines = new Map<string, FakeEngine>();

  /** Somebody with an account and a phone; what is not given is made up. */
  person(options: Partial<FakeAccountOptions> = {}): FakePerson {
    return new FakePerson(this, this.newAccount(options));
  }

  newEngine(context: EngineContext, options: FakeEngineOptions = {}): FakeEngine {
    const engine = new FakeEngine(context, this, options);
    this.engines.set(context.session, engine);
    return engine;
  }

  /** For whoever makes engines by factory; the newest of a session is found under {@link engine}. */
  engineFactory(options: FakeEngineOptions = {}): EngineFactory {
    return (context) => this.newEngine(context, options);
  }

  /** The newest engine of a session. */
  engine(session: string): FakeEngine {
    const engine = this.engines.get(session);
    if (!engine) throw new Error(`The fake world has no engine of session '${session}'`);
    return engine;
  }
}
