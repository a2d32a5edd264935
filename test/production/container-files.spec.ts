import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Service {
  image: string;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  ports?: string[];
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { disable?: boolean; test?: string[] };
  restart?: string;
  deploy?: { replicas: number };
  depends_on?: Record<string, { condition: string }>;
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);

/** Matters of taste, and one that cannot read a variable: which interfaces are open is checked below. */
const OFF = [
  'service-keys-order',
  'services-alphabetical-order',
  'top-level-properties-order',
  'no-unbound-port-interfaces',
];

/** What the linter says of a file, the schema of the Compose specification included. */
function lint(file: string): { rule: string; message: string }[] {
  const rules = Object.fromEntries(OFF.map((rule) => [rule, 0 as const]));
  const found = new DCLinter({ rules, quiet: false, debug: false, exclude: [] }).lintFiles([file], false);
  // Its declarations cannot be resolved from CommonJS.
  return (found as unknown as { messages: { rule: string; message: string }[] }[]).flatMap(({ messages }) => messages);
}

describe('docker-compose.yml', () => {
  it('keeps to the schema of the Compose specification, and to the rules of its linter', () => {
    expect(lint(join(root, 'docker-compose.yml')).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it('notices what is wrong (control)', () => {
    expect(lint(join(__dirname, 'wrong.compose.yml')).map(({ rule }) => rule)).toContain('invalid-schema');
    const problems = validate('FROM node\nCOPY\nHEALTHCHECK --every=3s CMD true\n');
    expect(problems.length).toBeGreaterThan(1);
  });

  it('runs two API processes and two workers behind one port, once the database is migrated', () => {
    const { api, worker, migrate, proxy } = compose.services as Record<string, Service>;
    expect([api!.deploy, worker!.deploy]).toEqual([{ replicas: 2 }, { replicas: 2 }]);
    for (const one of [api!, worker!]) {
      expect(one.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    }
    expect(migrate!.restart).toBe('no');
    const open = services.flatMap(([, { ports = [] }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'));
    expect(open).toEqual(proxy!.ports);
  });

  it.each(services)('%s runs without root, without rights and on a file system that it cannot change', (_, service) => {
    // Ours say USER in the Dockerfile, see below.
    if (!service.image.startsWith('atrium:')) expect(service.user).toMatch(/^(postgres|[1-9]\d*:[1-9]\d*)$/);
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  });

  it.each(services)('%s has a tag, a rule for restarting and a health check', (name, service) => {
    expect(service.image).toMatch(/:[\w.${}:-]+$/);
    const once = ['migrate', 'atrium'].includes(name);
    expect(service.restart).toBe(once ? 'no' : 'unless-stopped');
    if (once) expect(service.healthcheck).toEqual({ disable: true });
    // That of the API is the image's.
    else if (!['api', 'proxy'].includes(name)) expect(service.healthcheck?.test?.[0]).toBe('CMD');
  });

  it('holds no secret, and gives the processes that serve no way to be the owner of the tables', () => {
    const secret = /(PASSWORD|SECRET|KEY)$/;
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (secret.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
        expect(value).not.toMatch(/:\/\/[^:]+:(?!\$\{)[^@]+@/);
      }
    }
    for (const name of ['api', 'worker']) {
      expect(Object.keys(compose.services[name]!.environment!)).not.toContain('DATABASE_URL');
      expect(Object.keys(compose.services[name]!.environment!)).not.toContain('DATABASE_ROLE_PASSWORD');
    }
  });
});

describe('Dockerfile', () => {
  const text = read('Dockerfile');
  const stages = text.split(/^FROM /m).slice(1);

  it('has no mistake that the language server knows', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
  });

  it('builds in one stage and runs another, as a user without rights, with nothing to build with', () => {
    expect(stages).toHaveLength(2);
    const last = stages.at(-1)!;
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^COPY --from=build \/release \.\/$/m);
    expect(last).not.toMatch(/npm (ci|install)|apt-get|apk /);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toContain('rm -rf /usr/local/lib/node_modules');
  });

  it('runs no command that "npm run verify:production" does not', () => {
    const commands = [...stages[0]!.matchAll(/^RUN (?:--\S+ )*(.*)$/gm)].map(([, command]) => command);
    expect(commands).toEqual(['npm ci && npm run build', 'deploy/make-release.sh /release']);
  });

  it('sees no secret and no data of the machine it is built on', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored.find((line) => line !== '' && !line.startsWith('#'))).toBe('**');
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '**/.env*', '**/.data']));
  });
});
