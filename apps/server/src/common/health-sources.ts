/** Something that a person should look at, told by a room that the health page does not know. */
export interface HealthNote {
  code: 'home_assistant_unreachable' | 'home_assistant_unauthorised' | 'gajosu_api_open';
  detail: string;
}

/** Where rooms leave word for the health page; the composition root connects them. */
export class HealthSources {
  private readonly sources: (() => HealthNote[])[] = [];

  add(source: () => HealthNote[]): void {
    this.sources.push(source);
  }

  notes(): HealthNote[] {
    return this.sources.flatMap((source) => source());
  }
}
