// Runs the commands of README.md as a stranger would, on an empty data folder: npm run verify:readme
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** `<!-- ci: start|run|expect TEXT -->`, and the shell block behind it where there is one. */
const steps = [...readme.matchAll(/<!-- ci: (start|run|expect)(?: (.*?))? -->(?:\s*```bash\n([\s\S]*?)```)?/g)].map(
  ([, kind, text, block]) => ({ kind, text, block }),
);
const fail = (message) => {
  throw new Error(message);
};
if (!steps.some(({ kind }) => kind === 'start') || !steps.some(({ kind }) => kind === 'expect'))
  fail('README has no steps');

const dataDir = mkdtempSync(join(tmpdir(), 'atrium-readme-'));
let platform;
let last = '';

/** npm ci has been run: it is what installed this script's own tools. */
async function start(block) {
  const command = block.trim().replace(/^npm ci && /, '');
  platform = spawn('bash', ['-c', command], { cwd: root, detached: true, env: { ...process.env, DATA_DIR: dataDir } });
  let output = '';
  platform.stderr.on('data', (chunk) => (output += chunk));
  await new Promise((resolve, reject) => {
    platform.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Ready after')) resolve();
    });
    platform.on('close', (code) => reject(new Error(`"${command}" ended with ${code}:\n${output}`)));
  });
  console.log(output.trim());
}

let script = 'set -euo pipefail\n';
function run(block) {
  // Later blocks use the variables of earlier ones, so each is run behind all before it, with their output left out.
  const mark = '<<<of this block>>>';
  const done = spawnSync('bash', ['-c', `${script}\necho '${mark}'\n${block}`], { cwd: root, encoding: 'utf8' });
  last = done.stdout.split(`${mark}\n`)[1] ?? '';
  console.log(`$ ${block.trim()}\n${last.trim().slice(0, 1500)}\n`);
  if (done.status !== 0) fail(`exit code ${done.status}: ${done.stderr}`);
  if (/"errors":/.test(last)) fail('the answer has errors');
  script += block;
}

let checked = 0;
try {
  for (const { kind, text, block } of steps) {
    if (kind === 'start') await start(block);
    else if (kind === 'run') run(block);
    else if (!last.includes(text)) fail(`the output lacks ${text}`);
    checked += 1;
  }
  console.log(`${checked} steps of README.md work`);
} finally {
  if (platform?.pid) {
    const closed = new Promise((resolve) => platform.once('close', resolve));
    if (platform.exitCode === null) process.kill(-platform.pid, 'SIGTERM');
    await closed;
  }
  rmSync(dataDir, { recursive: true, force: true });
}
