import {
  InvalidInputError,
  isGroup,
  isPerson,
  parseJid,
  type EngineService,
  type Jid,
  type SessionName,
} from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../common/tokens.js';
import { SessionRegistry } from './session-registry.js';

/** What a feature asks of a session: its name, the engine behind it, and who is meant by an address. */
@Injectable()
export class SessionAccess {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly registry: SessionRegistry,
  ) {}

  /** @throws NotFoundError when there is no such session. */
  name(session: string): SessionName {
    return this.registry.record(session).name;
  }

  /** @throws NotFoundError; NotConnectedError unless it is connected now. */
  engine(session: string): EngineService {
    return this.registry.session(session).connectedEngine();
  }

  isConnected(session: string): boolean {
    return this.registry.session(session).state.state === 'connected';
  }

  /** The address that a chat or person is public under, from any spelling. @throws InvalidInputError */
  chat(session: string, text: string): Jid {
    return this.storage.people.resolve(session, parseJid(text));
  }

  /** @throws InvalidInputError when it is no person. */
  person(session: string, text: string): Jid {
    const jid = this.chat(session, text);
    if (!isPerson(jid)) throw new InvalidInputError('This is not the address of a person');
    return jid;
  }

  persons(session: string, texts: readonly string[]): Jid[] {
    return [...new Set(texts.map((text) => this.person(session, text)))];
  }

  /** @throws InvalidInputError when it is no group. */
  group(session: string, text: string): Jid {
    const jid = this.chat(session, text);
    if (!isGroup(jid)) throw new InvalidInputError('This is not the address of a group: they end in @g.us');
    return jid;
  }
}
