/**
 * Who may import whom (docs/architecture.md, "The rooms"). Each rule has a planted violation in test/boundaries/planted,
 * and test/boundaries/boundaries.spec.ts expects every one of them to be caught.
 */
// Specs and the test support beside them may use everything.
const SPEC = '\\.(spec|e2e-spec|web-spec|contract)\\.ts$|^libs/[^/]+/testing/';
const inside = (path) => ({ path, pathNot: SPEC });
const NEST = 'node_modules/@nestjs/';
const BAILEYS = 'node_modules/@whiskeysockets/';
const WWEBJS = '(^|/)whatsapp-web\\.js(/|$)';
const FEATURES =
  '^apps/server/src/(sessions|messages|pacing|supervision|chats|groups|contacts|channels|profile|statuses|calls|labels|media|egress|events|auth|api-keys|audit|health|metrics|common)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-imports-nothing',
      severity: 'error',
      from: inside('^libs/core/src/'),
      to: { pathNot: '^libs/core/src/' },
    },
    {
      name: 'core-testing-imports-core',
      severity: 'error',
      from: { path: '^libs/core/testing/' },
      to: { pathNot: '^libs/core/|node_modules/@jest/globals', dependencyTypesNot: ['core'] },
    },
    {
      name: 'storage-imports-core',
      severity: 'error',
      from: inside('^libs/storage/'),
      to: { path: ['^apps/', '^libs/(?!core/src/|storage/)', NEST] },
    },
    {
      name: 'engine-imports-core',
      severity: 'error',
      from: inside('^libs/engine-([^/]+)/'),
      to: { path: ['^apps/', '^libs/', NEST], pathNot: ['^libs/core/src/', '^libs/engine-$1/'] },
    },
    {
      name: 'baileys-stays-inside',
      severity: 'error',
      from: { pathNot: ['^libs/engine-baileys/', SPEC] },
      to: { path: BAILEYS },
    },
    {
      name: 'wwebjs-stays-inside',
      severity: 'error',
      from: { pathNot: ['^libs/engine-wwebjs/', SPEC] },
      to: { path: WWEBJS },
    },
    {
      name: 'simulator-knows-nothing-of-ours',
      severity: 'error',
      from: { path: ['^libs/simulator/', '^apps/simulator/'] },
      to: { path: ['^libs/', '^apps/'], pathNot: ['^libs/simulator/', '^apps/simulator/'] },
    },
    {
      name: 'production-knows-no-tests',
      severity: 'error',
      from: { path: ['^apps/server/', '^libs/(?!simulator/|core/testing/)'], pathNot: SPEC },
      to: { path: ['^libs/simulator/', '^libs/core/testing/', '^apps/simulator/', '^test/', SPEC] },
    },
    {
      name: 'adapters-are-named-once',
      severity: 'error',
      from: { path: '^apps/', pathNot: ['^apps/server/src/engine/', SPEC] },
      to: { path: '^libs/engine-' },
    },
    {
      name: 'relay-knows-core-and-storage',
      severity: 'error',
      from: inside('^apps/server/src/relay/'),
      to: { path: ['^apps/server/src/', '^libs/'], pathNot: ['^apps/server/src/relay/', '^libs/(core/src|storage)/'] },
    },
    {
      name: 'features-know-no-dialect',
      severity: 'error',
      from: inside(FEATURES),
      to: {
        path: ['^apps/server/src/(compat|ha-events|relay)/', '^apps/server/src/(app\\.module|main|bootstrap)\\.ts$'],
      },
    },
    {
      name: 'dialect-is-a-thin-face',
      severity: 'error',
      from: inside('^apps/server/src/compat/'),
      to: {
        path: ['^libs/', '^apps/server/src/.*\\.(dto|controller)\\.ts$'],
        pathNot: ['^libs/core/src/', '^apps/server/src/compat/'],
      },
    },
    {
      name: 'dialects-are-strangers',
      severity: 'error',
      from: inside('^apps/server/src/compat/([^/]+)/'),
      to: { path: '^apps/server/src/compat/', pathNot: '^apps/server/src/compat/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
