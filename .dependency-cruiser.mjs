// The floors of docs/architecture.md: imports only go down.
const FLOORS = [['schema'], ['runtime', 'db', 'redis', 'workspace'], ['butler'], ['api', 'ui']];

const at = (rooms) => `^packages/(${rooms.join('|')})/`;

/** For each floor: what stands on it or above it must not be imported from it (but from within the same room). */
const climbing = FLOORS.map((rooms, index) => ({
  name: `floor-${index + 1}-imports-only-from-below`,
  severity: 'error',
  from: { path: `^packages/(${rooms.join('|')})/` },
  to: {
    path: [...FLOORS.slice(index).map(at), '^apps/'],
    // The same room, and the one exception of the plan: ui may use api's client entry.
    pathNot: ['^packages/$1/', ...(rooms.includes('ui') ? ['^packages/api/src/client/'] : [])],
  },
}));

export default {
  forbidden: [
    ...climbing,
    {
      name: 'client-entry-is-free-of-the-server',
      severity: 'error',
      comment: 'Types may come from the router; code may not.',
      from: { path: '^packages/api/src/client/' },
      to: {
        path: '^packages/',
        pathNot: '^packages/(api/src/client|schema)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'apps-do-not-know-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'pages-use-the-client-only',
      severity: 'error',
      from: { path: '^apps/(web|h5)/' },
      to: { path: '^packages/', pathNot: '^packages/(ui|schema|api/src/client)/' },
    },
    {
      name: 'the-side-rooms-are-for-tests-and-composition',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: [
          '^packages/stack/',
          '\\.test\\.tsx?$',
          '/testing',
          '^packages/(demo-model)/',
          '^apps/server/',
        ],
      },
      to: { path: '^packages/(stack|demo-model)/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'An import that leads nowhere escapes the other rules.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    exclude: { path: ['node_modules', '\\.next', '\\.test\\.tsx?$'] },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
    },
  },
};
