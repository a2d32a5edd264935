#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const main = join(__dirname, '../dist/main.js');
if (!existsSync(main)) {
  console.error('Atrium is not built yet: run "npm run build" first ("npm start" does it too).');
  process.exit(1);
}
require(main);
