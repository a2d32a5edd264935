import { defineJob } from '@atrium/sdk';
import { z } from 'zod';
import { checkPayload, NewerJobError, openEnvelope, UnusableJobError } from './job-envelope';

const TENANT = '01890a5d-ac96-774b-bcce-b302099a8057';
const job = defineJob({
  name: 'spec.greet',
  version: 3,
  schema: z.object({ names: z.array(z.string()) }),
  upgrade: (payload, version) => {
    const { name } = payload as { name?: string };
    if (name === undefined) throw new Error(`no name in version ${version}`);
    return { names: [name] };
  },
});
const row = (version: number, payload: unknown, more: object = {}): unknown => ({
  tenant: TENANT,
  version,
  payload,
  cause: { kind: 'STAFF', id: TENANT, name: 'Li Na', requestId: 'r-1' },
  ...more,
});

describe('the envelope of a job', () => {
  it('opens to tenant, cause and payload', () => {
    expect(openEnvelope(job, row(3, { names: ['a'] }))).toEqual({
      tenantId: TENANT,
      cause: { kind: 'STAFF', id: TENANT, name: 'Li Na', requestId: 'r-1' },
      payload: { names: ['a'] },
      trace: null,
    });
    const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(openEnvelope(job, row(3, { names: ['a'] }, { trace })).trace).toBe(trace);
  });

  it('takes a cause without id and request, and work without a tenant', () => {
    const opened = openEnvelope(job, row(3, { names: [] }, { tenant: null, cause: { kind: 'SYSTEM', name: 'clock' } }));
    expect(opened).toMatchObject({ tenantId: null, cause: { kind: 'SYSTEM', id: null, requestId: null } });
  });

  it('upgrades an older payload', () => {
    expect(openEnvelope(job, row(1, { name: 'a' })).payload).toEqual({ names: ['a'] });
  });

  it.each([
    ['an upgrade that fails', row(1, {}), UnusableJobError, 'could not be upgraded: Error: no name in version 1'],
    ['a payload that does not fit', row(3, { names: 'a' }), UnusableJobError, 'names:'],
    ['a row of somebody else', { hello: 1 }, UnusableJobError, 'not one of ours'],
    ['a newer payload', row(4, {}), NewerJobError, 'version 4, this worker knows 3'],
  ])('refuses %s', (_what, data, type, message) => {
    expect(() => openEnvelope(job, data)).toThrow(type);
    expect(() => openEnvelope(job, data)).toThrow(message);
  });

  it('refuses an older payload where no upgrade is given', () => {
    const plain = defineJob({ name: 'spec.plain', version: 2, schema: z.object({}) });
    expect(() => openEnvelope(plain, row(1, {}))).toThrow('there is no upgrade');
  });

  it('checks before a job is added', () => {
    expect(() => checkPayload(job, { names: [1] })).toThrow(UnusableJobError);
    expect(checkPayload(job, { names: ['a'], more: 1 })).toEqual({ names: ['a'] });
  });
});

describe('the definition of a job', () => {
  const schema = z.object({});
  it.each([
    [{ name: 'Mail', version: 1, schema }, 'the name must be like mail.send'],
    [{ name: 'mail.send', version: 0, schema }, 'version'],
    [{ name: 'mail.send', version: 1, schema, retries: 26 }, 'retries'],
    [{ name: 'mail.send', version: 1, schema, leaseSeconds: 5 }, 'leaseSeconds'],
    [{ name: 'mail.send', version: 1, schema, timeoutSeconds: 0.5 }, 'timeoutSeconds'],
    [{ name: 'mail.send', version: 1, schema, backoffSeconds: 0 }, 'backoffSeconds'],
    [{ name: 'mail.send', version: 1, schema, concurrency: 0 }, 'concurrency'],
  ])('%j is refused', (definition, message) => {
    expect(() => defineJob(definition)).toThrow(message);
  });
});
