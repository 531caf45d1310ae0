import type { Readable } from 'node:stream';
import type { Logger } from '@columba/core';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, LOGGER, STDIN } from '../../common/tokens.js';
import type { ColumbaConfig } from '../../config/columba.config.js';
import { HaLink } from '../link/ha-link.js';
import { type Json, objectIn } from '../link/json.js';
import { SendCommands } from './send-commands.service.js';

/** Far more than the longest message and all that may stand beside it. */
const LONGEST_LINE = 1 << 20;

/**
 * What the action `hassio.app_stdin` (`hassio.addon_stdin` before 2026.2) writes to the app: the data of the event
 * `whatsapp_send_message` as JSON, one command a line. Only the Supervisor writes there, and only for administrators.
 */
@Injectable()
export class StdinCommands implements OnApplicationBootstrap, OnModuleDestroy {
  /** The beginning of a line whose end has not come yet. */
  private begun = '';
  private readonly hear = (chunk: string) => this.take(chunk);

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STDIN) private readonly input: Readable | undefined,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly link: HaLink,
    private readonly commands: SendCommands,
  ) {}

  onApplicationBootstrap(): void {
    const isApp = this.link.address?.supervisor !== undefined;
    if (!isApp || this.config.homeAssistant.commands === 'off') return;
    this.input?.setEncoding('utf8');
    this.input?.on('data', this.hear);
    this.input?.on('error', (error) => this.logger.warn('Commands on the standard input are not heard', { error }));
  }

  onModuleDestroy(): void {
    this.input?.off('data', this.hear);
    this.input?.pause();
  }

  private take(chunk: string): void {
    const lines = (this.begun + chunk).split('\n');
    // What is cut off is no loss: the whole line is refused for its length.
    this.begun = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
    for (const line of lines) this.obey(line);
  }

  private obey(line: string): void {
    if (line.trim() === '') return;
    const data = line.length > LONGEST_LINE ? undefined : commandIn(line);
    if (data) void this.commands.obey(data);
    else this.logger.warn('A line on the standard input is no command: it must be one JSON object');
  }
}

/** An action may also be given the JSON as a text, which arrives as a JSON text. */
function commandIn(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return objectIn(typeof value === 'string' ? JSON.parse(value) : value);
  } catch {
    return undefined;
  }
}
