import type { DomainError } from '@columba/core';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../../auth/caller.js';

/** An API beside the native one, on the same listener, with words of its own for what goes wrong. */
export interface ApiFace {
  /** Whether it answers for this path, whether there is a route or not. */
  owns(path: string): boolean;
  /** Who somebody without a key is here; absent: every request needs a key. */
  anonymous(path: string): Caller | undefined;
  /**
   * @param error what went wrong, in domain words
   * @param thrown the same as it was thrown
   */
  refuse(error: DomainError, thrown: unknown, request: Request): Refusal;
}

/** An error as an answer. */
export interface Refusal {
  status: number;
  body: object;
}

/** The faces that this server has; each dialect adds its own. A path that belongs to none is the native API's. */
@Injectable()
export class ApiFaces {
  private readonly faces: ApiFace[] = [];

  add(face: ApiFace): void {
    this.faces.push(face);
  }

  of(path: string): ApiFace | undefined {
    return this.faces.find((face) => face.owns(path));
  }
}
