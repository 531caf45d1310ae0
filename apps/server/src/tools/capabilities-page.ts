import { FEATURES, type Capabilities, type Capability, type EngineKind } from '@columba/core';

const NAMES: Record<EngineKind, string> = { baileys: 'Baileys', wwebjs: 'whatsapp-web.js' };

const HEAD = `# What each engine can do

Generated from the engines' own tables by \`npm run generated\`; do not edit. The contract suite (\`npm run test:contract\`) checks every
row against what the engine really does: what is marked as missing must be refused with the error \`unsupported\`. A running server
tells the same under \`GET /v1/capabilities\`, and of each session under \`GET /v1/sessions/{session}/capabilities\`.
`;

/** docs/capabilities.md: every feature with every engine beside it. */
export function capabilitiesPage(tables: ReadonlyMap<EngineKind, Capabilities>): string {
  const kinds = [...tables.keys()];
  const head = `| feature | ${kinds.map((kind) => NAMES[kind]).join(' | ')} |`;
  const line = `| --- | ${kinds.map(() => '---').join(' | ')} |`;
  const rows = FEATURES.map((feature) => {
    const cells = kinds.map((kind) => cell((tables.get(kind) as Capabilities)[feature]));
    return `| \`${feature}\` | ${cells.join(' | ')} |`;
  });
  return `${[HEAD, head, line, ...rows].join('\n')}\n`;
}

function cell(capability: Capability): string {
  if (capability.level === 'full') return 'yes';
  if (capability.level === 'none') return `no: ${capability.reason}`;
  const limits = Object.entries(capability.limits).map(([what, limit]) => `${what} ${limit}`);
  return `yes, but: ${limits.join('; ')}`;
}
