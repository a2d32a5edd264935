// Who may know whom: the house of docs/architecture.md, type imports included.
const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.spec\\.ts$' },
  to: { path: '^(apps|libs|plugins)/', pathNot: to },
});
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('sdk-knows-no-one', '^libs/sdk/', '^libs/sdk/'),
    only('core-knows-sdk', '^libs/core/', '^libs/(core|sdk)/'),
    only('platform-knows-sdk', '^libs/platform/', '^libs/(platform|sdk)/'),
    only('plugins-know-sdk-and-core-index', '^plugins/([^/]+)/', '^(plugins/$1/|libs/sdk/|libs/core/src/index\\.ts)'),
    {
      name: 'only-the-front-door',
      severity: 'error',
      from: { path: '^(apps|libs|plugins)/([^/]+)/' },
      to: { path: '^(libs)/([^/]+)/src/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|node_modules)' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['atrium-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
    },
  },
};
