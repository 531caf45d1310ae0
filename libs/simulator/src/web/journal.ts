/** Something that went wrong in the page and was caught by nobody. */
export interface PageError {
  /** Where it was noticed: `error`, `unhandledrejection`, or the event whose listener threw. */
  where: string;
  /** The error's stack, or its text. */
  text: string;
}

/** What pages reported of themselves. A suite ends by asserting that there is nothing. */
export class Journal {
  /** By name: how often the library asked for a module that the page does not have. */
  readonly unknownModules: Record<string, number> = {};
  readonly pageErrors: PageError[] = [];
  /** Failures inside the door, and operations that a page asked for in vain. */
  readonly doorErrors: string[] = [];

  unknownModule(name: string): void {
    this.unknownModules[name] = (this.unknownModules[name] ?? 0) + 1;
  }

  pageError(error: PageError): void {
    this.pageErrors.push(error);
  }

  doorError(where: string, error: unknown): void {
    this.doorErrors.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  clear(): void {
    for (const name of Object.keys(this.unknownModules)) delete this.unknownModules[name];
    this.pageErrors.length = 0;
    this.doorErrors.length = 0;
  }
}
