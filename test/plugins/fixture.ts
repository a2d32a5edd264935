import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { transformSync } from '@swc/core';

const FIXTURES = join(__dirname, '../fixtures');

export type Form = 'CommonJS' | 'ESM';

export interface BuiltFixture {
  /** The package's folder, outside of the repository and its workspaces. */
  readonly folder: string;
  /** A folder in which its packed tarball is installed, as `@example/<name>`. */
  installed(): string;
  remove(): void;
}

/** A fixture plugin, compiled as its author would compile it, in a folder with no dependencies beside it. */
export function buildFixture(form: Form, name: 'visits' | 'herald' = 'visits'): BuiltFixture {
  const source = join(FIXTURES, name);
  const base = mkdtempSync(join(tmpdir(), 'atrium-plugin-'));
  const folder = join(base, name);
  mkdirSync(join(folder, 'dist'), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as object;
  const type = form === 'ESM' ? 'module' : 'commonjs';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, type }, null, 2));
  for (const file of globSync(join(source, 'src/*.ts'))) {
    const { code } = transformSync(readFileSync(file, 'utf8'), {
      filename: file,
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        target: 'es2024',
        keepClassNames: true,
      },
      module: { type: form === 'ESM' ? 'es6' : 'commonjs' },
      swcrc: false,
    });
    writeFileSync(join(folder, 'dist', basename(file).replace(/\.ts$/, '.js')), code);
  }
  return {
    folder,
    installed: () => {
      const project = join(base, 'project');
      mkdirSync(project);
      writeFileSync(join(project, 'package.json'), '{ "private": true }');
      const npm = (args: string[], cwd: string): string =>
        execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const [{ filename }] = JSON.parse(npm(['pack', '--json', '--pack-destination', base], folder)) as [
        { filename: string },
      ];
      npm(['install', '--offline', '--legacy-peer-deps', '--no-audit', '--no-fund', join(base, filename)], project);
      return project;
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Another plugin's package with one file of JavaScript. */
export function writePlugin(name: string, code: string, manifest: object = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'atrium-plugin-'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', main: 'index.js', ...manifest }),
  );
  writeFileSync(join(folder, 'index.js'), code);
  return folder;
}
