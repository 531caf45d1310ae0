import type { Capabilities, EngineFactory, EngineKind } from '@columba/core';

/** Where engines come from, by kind. Loading one costs time and memory, so it happens when a session first needs it. */
export interface EngineSource {
  /** The kinds that a session can have here. */
  readonly kinds: readonly EngineKind[];
  /** @throws UnsupportedError for a kind that is not part of this build. */
  factory(kind: EngineKind): Promise<EngineFactory>;
  /** What engines of this kind can do, without making one. */
  capabilities(kind: EngineKind): Promise<Capabilities>;
}
