// docker-compose.yml as the engine would read it: merged, with the variables of an environment put in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

/** `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
export const interpolate = (text, variables) =>
  text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, kind, rest) => {
    if (variables[name]) return variables[name];
    if (kind === '-') return rest;
    throw new Error(`${name} is not set: ${rest ?? ''}`);
  });

const walk = (value, change) => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, change)]));
  return value;
};

/** Without `variables` they stay as they are written. */
export function readCompose(variables) {
  const file = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
  return variables ? walk(file, (text) => interpolate(text, variables)) : file;
}

/** Words of a Dockerfile's last instruction of a kind that is written in the JSON form, or its text. */
export function lastOf(instruction) {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ');
  const found = [...text.matchAll(new RegExp(`^${instruction}\\s+(.*)$`, 'gm'))].at(-1)?.[1]?.trim();
  return found?.startsWith('[') ? JSON.parse(found) : found;
}

/** A file of `NAME=value` lines. */
export const readEnv = (text) =>
  Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value.replace(/^"(.*)"$/, '$1')]),
  );
