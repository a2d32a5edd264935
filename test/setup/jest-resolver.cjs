// A plugin outside of this repository takes the host's copies of what the host shares, as in `plugin-host/host-packages`.
const { join, sep } = require('node:path');
const { dependencies } = require('../../libs/sdk/package.json');

const root = join(__dirname, '../..') + sep;
const host = join(root, 'libs/platform/src');
const shared = ['@atrium/sdk', '@atrium/core', '@nestjs/core', 'rxjs', ...Object.keys(dependencies)];

module.exports = (request, options) => {
  const isOutside = !(options.basedir + sep).startsWith(root);
  const isShared = shared.some((name) => request === name || request.startsWith(`${name}/`));
  return options.defaultResolver(request, isOutside && isShared ? { ...options, basedir: host } : options);
};
