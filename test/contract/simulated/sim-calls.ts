import type { CallOutcome, Jid } from '@columba/core';
import type { SimWorld } from './sim-world.js';

const OUTCOMES = {
  cancelled: 'missed',
  timeout: 'missed',
  rejected: 'rejected',
  accepted: 'accepted_elsewhere',
} as const;

/** What a person of the simulator does with calls. */
export class SimCalls {
  constructor(
    private readonly world: SimWorld,
    private readonly number: string,
  ) {}

  async call(to: Jid, { video = false }: { video?: boolean } = {}): Promise<string> {
    const { id } = await this.world.sim.call.offer({ from: this.number, to: this.world.target(to), video });
    return id;
  }

  async hangUp(id: string, nobodyAnswered = false): Promise<void> {
    await this.world.sim.call[nobodyAnswered ? 'timeout' : 'hangUp']({ id });
  }

  async answer(id: string, how: 'accept' | 'reject'): Promise<void> {
    await this.world.sim.call[how]({ id, by: this.number });
  }

  async sees(id: string, outcome: CallOutcome): Promise<void> {
    const look = async () =>
      (await this.world.sim.events()).some(
        ({ name, data }) => name === 'call.ended' && data.call.id === id && OUTCOMES[data.end] === outcome,
      ) || undefined;
    await this.world.until(look, `a call that was ${outcome}`);
  }
}
