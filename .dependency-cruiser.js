/** The walls of the house: who may import whom. ARCHITECTURE.md draws the same map in words. */
const server = '^packages/server/src/';
const within = (folder) => `${server}${folder}/`;
const role = (name) => `[.]${name}[.]ts$`;
const NO_ROLE = '[.](store|command|routes|step|workflow|provider|worker|test|bench)[.]ts$';
const TEST =
  '[.](test|bench|conformance)[.]ts$|/test-[^/]+[.]ts$|^packages/[^/]+/(test|bench)/|^[^/]+$';

/** Files matching `from` may import, inside this repository, only what matches `allow`. */
const only = (name, from, allow, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TEST },
  to: { path: '^packages/', pathNot: allow },
});
/** Files matching `from` may not import what matches `to`. */
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

const pure = { path: within('features'), pathNot: [NO_ROLE, TEST] };
const feature = (kind) => ({ path: `${server}features/([^/]+)/.+${role(kind)}` });

export default {
  forbidden: [
    only(
      'screening-stands-alone',
      '^packages/screening/',
      ['^packages/screening/'],
      'The engine is pure: it can be read, run and proved without the server.',
    ),
    only(
      'documents-stand-alone',
      '^packages/documents/',
      ['^packages/documents/'],
      'What a document says about itself needs no server to be read.',
    ),
    never(
      'documents-do-no-io',
      { path: '^packages/documents/src/', pathNot: TEST },
      { dependencyTypes: ['core'] },
      'Rules compute; pictures are opened by the server.',
    ),
    never(
      'screening-does-no-io',
      { path: '^packages/screening/src/', pathNot: TEST },
      { dependencyTypes: ['core'] },
      'Matching computes; reading and writing is the business of its callers.',
    ),
    only(
      'contract-stands-alone',
      '^packages/contract/',
      ['^packages/contract/'],
      'The contract knows nobody; everybody knows the contract.',
    ),
    only(
      'clients-know-the-contract',
      '^packages/(portal|cli)/',
      ['^packages/$1/', '^packages/contract/'],
      'The portal and the CLI are customers of the API, with no back door.',
    ),
    only(
      'kernel-knows-nobody',
      within('kernel'),
      [within('kernel')],
      'Words everyone speaks cannot depend on anyone.',
    ),
    only(
      'database-knows-the-kernel',
      within('database'),
      [within('database'), within('kernel')],
      'The database carries statements; it does not read them.',
    ),
    only(
      'engine-knows-no-kyc',
      within('engine'),
      [within('engine'), within('kernel'), within('database')],
      'Durable execution would serve a pizza shop as well.',
    ),
    only(
      'http-knows-no-feature',
      within('http'),
      [within('http'), within('kernel'), '^packages/contract/'],
      'The shell carries requests; it does not read them.',
    ),
    only(
      'telemetry-only-listens',
      within('telemetry'),
      [within('telemetry'), within('kernel')],
      'What tells of the server is handed what it tells, and reaches for nothing.',
    ),
    only(
      'list-sources-only-read',
      within('screening-lists'),
      [within('screening-lists'), within('kernel'), '^packages/screening/'],
      'A source turns a publisher’s file into list entries and knows nothing else.',
    ),
    {
      ...only(
        'pure-is-pure',
        '',
        [within('kernel'), within('features'), '^packages/(screening|contract|documents)/'],
        'A file with no role holds types and rules.',
      ),
      from: pure,
    },
    never(
      'pure-reaches-no-role',
      pure,
      { path: NO_ROLE },
      'Rules may use other rules, never a store, a command or a route.',
    ),
    never(
      'store-keeps-to-its-tables',
      feature('store'),
      {
        path: role('(store|command|routes|step)'),
        pathNot: `${server}features/$1/.+${role('store')}`,
      },
      'A store serves its own feature; joining features is the work of commands.',
    ),
    never(
      'command-serves-no-http',
      { path: role('command') },
      { path: [role('routes'), within('http')] },
      'The same command answers the API, the CLI and a workflow step.',
    ),
    never(
      'routes-stay-home',
      feature('routes'),
      { path: role('(store|routes|command)'), pathNot: `${server}features/$1/` },
      'A route speaks for its own feature.',
    ),
    never(
      'steps-act-through-commands',
      { path: within('workflows'), pathNot: TEST },
      { path: [role('(store|routes)'), within('http'), within('database')] },
      'A step decides what happens next; commands make it happen.',
    ),
    never(
      'only-the-app-mounts',
      { pathNot: [`${server}(app|main|compose-[a-z-]+)[.]ts$`, within('workflows'), TEST] },
      { path: role('(routes|workflow|step)') },
      'Routes and workflows are chosen in one place.',
    ),
    never('no-cycles', {}, { circular: true }, 'Files can be read from the bottom up.'),
    { ...never('no-folder-cycles', {}, { circular: true }, 'So can rooms.'), scope: 'folder' },
    never(
      'no-tests-in-production',
      { path: '^packages/', pathNot: TEST },
      { path: TEST, pathNot: 'node_modules', dependencyTypesNot: ['core'] },
      'Test helpers stay in tests.',
    ),
    never(
      'no-orphans',
      {
        orphan: true,
        path: '^packages/',
        pathNot: [TEST, 'main[.]ts$', 'bin/', '[.]worker[.]ts$', '[.]sql$'],
      },
      {},
      'A file nobody imports is dead.',
    ),
    never(
      'no-undeclared',
      { path: '^packages/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
      'What we use, we declare.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    combinedDependencies: true,
    tsPreCompilationDeps: true, // a type import is an import
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
