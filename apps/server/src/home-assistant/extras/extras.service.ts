import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, ConflictError, DomainError, NotFoundError } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, CONFIG } from '../../common/tokens.js';
import type { ColumbaConfig } from '../../config/columba.config.js';
import { HaLink } from '../link/ha-link.js';
import { HomeAssistantClient, type Reply } from '../link/home-assistant.client.js';
import { objectIn } from '../link/json.js';
import { type Extra, EXTRAS, hashOf } from './extras.js';
import { SCRIPT, SCRIPT_ID } from './script.js';

/** `outdated`: ours, of an older Columba. `edited`: somebody changed it. `unknown`: Home Assistant does not say. */
export type ExtraState = 'missing' | 'installed' | 'outdated' | 'edited' | 'unknown';

export interface ExtraView extends Extra {
  state: ExtraState;
}

/** Of what we wrote: our own text, and what Home Assistant made of it. */
const NOTE = z.object({ source: z.string(), written: z.string().optional() });
const NOTES = z.record(z.string(), NOTE);
const FILE = 'home-assistant-extras.json';
const FOLDER = 'columba';
const ASK_MS = 15_000;
const SCRIPT_PATH = `/config/script/config/${SCRIPT_ID}`;

/** Puts script and blueprints into Home Assistant when somebody says so, and never over what somebody else changed. */
@Injectable()
export class Extras {
  private readonly file: string;

  constructor(
    @Inject(CONFIG) { storage }: ColumbaConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly link: HaLink,
    private readonly client: HomeAssistantClient,
  ) {
    this.file = join(storage.directory, FILE);
  }

  async list(): Promise<ExtraView[]> {
    const paths = await this.blueprints();
    return Promise.all(
      EXTRAS.map(async (extra) => ({
        ...extra,
        state: extra.kind === 'script' ? await this.scriptState(extra) : this.blueprintState(extra, paths),
      })),
    );
  }

  /** @throws NotFoundError; ConflictError when there is one that somebody changed; DomainError `unavailable` */
  async install(id: string, overwrite: boolean): Promise<ExtraView> {
    const { state, ...extra } = await this.one(id);
    if (state === 'unknown') throw notAnswered();
    if (state === 'edited' && !overwrite)
      throw new ConflictError('Somebody changed it in Home Assistant: say `overwrite` to write over that');
    if (extra.kind === 'script') await this.saveScript();
    else await this.saveBlueprint(extra, state !== 'missing');
    const written = extra.kind === 'script' ? hashOf(await this.script()) : undefined;
    this.note(extra.id, { source: extra.hash, ...(written !== undefined && { written }) });
    return { ...extra, state: 'installed' };
  }

  /** @throws as {@link install} */
  async remove(id: string, overwrite: boolean): Promise<ExtraView> {
    const { state, ...extra } = await this.one(id);
    if (state === 'unknown') throw notAnswered();
    if (state === 'edited' && !overwrite)
      throw new ConflictError('Somebody changed it in Home Assistant: say `overwrite` to remove it all the same');
    if (state !== 'missing') {
      if (extra.kind === 'script') required(await this.asked((signal) => this.client.delete(SCRIPT_PATH, signal)));
      else await this.command('blueprint/delete', { domain: 'automation', path: pathOf(extra) });
    }
    this.note(extra.id, undefined);
    return { ...extra, state: 'missing' };
  }

  private async one(id: string): Promise<ExtraView> {
    const found = (await this.list()).find((extra) => extra.id === id);
    if (!found) throw new NotFoundError('There is no such thing to install');
    return found;
  }

  private async scriptState(extra: Extra): Promise<ExtraState> {
    const reply = await this.asked((signal) => this.client.get(SCRIPT_PATH, signal));
    if (reply.kind === 'answer' && reply.status === 404) return 'missing';
    if (reply.kind === 'silence' || reply.status !== 200) return 'unknown';
    const note = this.notes()[extra.id];
    if (note?.written !== hashOf(reply.body)) return 'edited';
    return note.source === extra.hash ? 'installed' : 'outdated';
  }

  /** Home Assistant does not give back the text of a blueprint, so one that is not known to be ours counts as changed. */
  private blueprintState(extra: Extra, paths: readonly string[] | undefined): ExtraState {
    if (!paths) return 'unknown';
    if (!paths.includes(pathOf(extra))) return 'missing';
    const note = this.notes()[extra.id];
    if (!note) return 'edited';
    return note.source === extra.hash ? 'installed' : 'outdated';
  }

  private async blueprints(): Promise<string[] | undefined> {
    const answer = await this.link.ask('blueprint/list', { domain: 'automation' });
    const known = answer.kind === 'ok' ? objectIn(answer.result) : undefined;
    return known && Object.keys(known);
  }

  private async script(): Promise<unknown> {
    const reply = await this.asked((signal) => this.client.get(SCRIPT_PATH, signal));
    return reply.kind === 'answer' ? reply.body : undefined;
  }

  private async saveScript(): Promise<void> {
    required(await this.asked((signal) => this.client.post(SCRIPT_PATH, SCRIPT, signal)));
  }

  private saveBlueprint(extra: Extra, isThere: boolean): Promise<void> {
    const fields = { domain: 'automation', path: pathOf(extra), yaml: extra.content };
    return this.command('blueprint/save', { ...fields, ...(isThere && { allow_override: true }) });
  }

  private async command(type: string, fields: Record<string, unknown>): Promise<void> {
    const answer = await this.link.ask(type, fields);
    if (answer.kind === 'lost') throw notAnswered();
    if (answer.kind === 'error')
      throw new ConflictError(`Home Assistant refuses it (${answer.code}): it may be too old for this`);
  }

  private async asked(ask: (signal: AbortSignal) => Promise<Reply>): Promise<Reply> {
    if (!this.link.address) return { kind: 'silence', reason: 'there is no Home Assistant' };
    const deadline = new AbortController();
    const cancel = this.clock.after(ASK_MS, () => deadline.abort());
    const reply = await ask(deadline.signal);
    cancel();
    return reply;
  }

  private notes(): z.output<typeof NOTES> {
    try {
      return NOTES.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch {
      return {}; // nothing was installed yet; without its note a thing counts as somebody else's
    }
  }

  private note(id: string, note: z.output<typeof NOTE> | undefined): void {
    const { [id]: _before, ...others } = this.notes();
    writeFileSync(`${this.file}.part`, JSON.stringify({ ...others, ...(note && { [id]: note }) }), { mode: 0o600 });
    renameSync(`${this.file}.part`, this.file);
  }
}

const pathOf = ({ id }: Extra): string => `${FOLDER}/${id}.yaml`;

const notAnswered = (): DomainError => new DomainError('unavailable', 'Home Assistant does not answer now');

function required(reply: Reply): void {
  if (reply.kind === 'silence') throw notAnswered();
  if (reply.status >= 300)
    throw new ConflictError(`Home Assistant refuses it (status ${reply.status}): it may be too old for this`);
}
