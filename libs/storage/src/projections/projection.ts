import type { EventType, FactOf, SessionName } from '@columba/core';

export type Projector<T extends EventType> = (session: SessionName, fact: FactOf<T>) => void;

/** What of the read model changes with each type of fact. */
export type Projection = { [T in EventType]?: Projector<T> };
