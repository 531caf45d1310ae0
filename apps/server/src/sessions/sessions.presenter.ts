import { toAccountDto, type SessionDto } from './sessions.schema.js';
import type { SessionView } from './sessions.service.js';

export function toSessionDto({ record, live }: SessionView): SessionDto {
  const { state, reason, detail, until } = live.state;
  const account = live.account ?? record.account;
  return {
    name: record.name,
    engine: record.engine,
    state,
    reason,
    detail,
    until: until?.toISOString(),
    account: account && toAccountDto(account),
    autoStart: record.autoStart,
    createdAt: record.createdAt.toISOString(),
    lastActivityAt: live.lastActivityAt?.toISOString(),
  };
}
