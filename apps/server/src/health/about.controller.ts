import type { Capabilities } from '@columba/core';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { ENGINE_SOURCE } from '../common/tokens.js';
import type { EngineSource } from '../engine/engine-source.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { capabilitiesSchema, capabilityListSchema, versionSchema } from './health.schema.js';
import { VERSION } from './version.js';

/** What runs here, and what it can do. */
@ApiTags('System')
@Controller('v1')
export class AboutController {
  constructor(
    @Inject(ENGINE_SOURCE) private readonly engines: EngineSource,
    private readonly registry: SessionRegistry,
  ) {}

  @Get('version')
  @Operation({ id: 'getVersion', summary: 'Read the versions', scope: 'read', answers: { schema: versionSchema } })
  version() {
    return { version: VERSION, api: 'v1', node: process.versions.node, engines: this.engines.kinds };
  }

  @Get('capabilities')
  @Operation({
    id: 'listCapabilities',
    summary: 'What each engine can do',
    scope: 'read',
    answers: { schema: capabilityListSchema },
  })
  async list() {
    const { kinds } = this.engines;
    return { data: await Promise.all(kinds.map(async (kind) => present(kind, await this.engines.capabilities(kind)))) };
  }

  @Get('sessions/:session/capabilities')
  @ApiParam(SESSION_PARAM)
  @Operation({
    id: 'getSessionCapabilities',
    summary: 'What the engine of a session can do',
    scope: 'read',
    answers: { schema: capabilitiesSchema },
    problems: ['not_found'],
  })
  async ofSession(@Param('session') session: string) {
    const { engine } = this.registry.record(session);
    return present(engine, await this.engines.capabilities(engine));
  }
}

const present = (engine: string, features: Capabilities) => ({ engine, features });
