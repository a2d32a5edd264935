import { AtriumError, commonMessages, Log, LogLine } from '@atrium/sdk';
import { Logger } from '@nestjs/common';
import type { Config } from '../config';
import { JsonLogger } from './json-logger';
import { masked, maskedStrictly } from './masked';
import { runInWork } from './work';

type Written = Record<string, unknown> & { error?: Record<string, unknown> };

function lines(log: (logger: JsonLogger) => void, mode = 'production', logLevel = 'info'): Written[] {
  const written: string[] = [];
  const config = { general: { mode }, observability: { logLevel, logFormat: 'json' } } as unknown as Config;
  log(new JsonLogger(config, { write: (line: string) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Written);
}

const ID = '01940000-7000-7000-8000-000000000001';

describe('a line of the log', () => {
  it('is one object with level, part, message and the listed fields', () => {
    const [line] = lines((logger) => logger.warn(new LogLine('Job failed', { job: 'mail.send', attempt: 2 }), 'Jobs'));
    expect(line).toMatchObject({ level: 'warn', part: 'Jobs', msg: 'Job failed', job: 'mail.send', attempt: 2 });
    expect(line!.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('keeps quiet below its level', () => {
    expect(lines((logger) => logger.log('chatter', 'X'), 'test', 'warn')).toEqual([]);
  });

  it('names the work at hand, the inner one before the outer', () => {
    const [line] = lines((logger) =>
      runInWork({ job: 'event.spec', jobId: ID }, () =>
        runInWork({ event: 'spec.happened', plugin: 'visits' }, () => logger.log(new LogLine('At it'), 'Events')),
      ),
    );
    expect(line).toMatchObject({ job: 'event.spec', jobId: ID, event: 'spec.happened', plugin: 'visits' });
  });

  it('leaves out what is not listed, and withholds a value that is no name, id or number', () => {
    const fields = { customer: '王芳', rowId: ID, field: 'li@x.example', kind: 'Li Na', count: '7' };
    const [line] = lines((logger) => logger.log(new LogLine('Odd', fields as never), 'X'));
    expect(line).not.toHaveProperty('customer');
    expect(line).toMatchObject({ rowId: ID, field: '(withheld)', kind: '(withheld)', count: '(withheld)' });
  });

  it('takes no message that was put together at run time: the compiler refuses it', () => {
    const name: string = 'Li Na';
    const log = new Log('X');
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    log.warn('constant');
    // @ts-expect-error a string of any content
    log.warn(name);
    // @ts-expect-error a constant text with something in it
    log.warn(`sent to ${name}`);
    expect(Logger.prototype.warn).toHaveBeenCalledTimes(3);
  });

  it('says the same no more than once in a while', () => {
    const log = new Log('X');
    expect([log.isNews('database'), log.isNews('database'), log.isNews('mail')]).toEqual([true, false, true]);
  });
});

describe('an error in the log', () => {
  const described = (error: unknown, mode = 'production'): Record<string, unknown> =>
    lines((logger) => logger.error(new LogLine('Failed', { error }), 'X'), mode)[0]!.error!;

  it('has its kind, code and stack, and its message only where its kind makes it harmless', () => {
    const error = Object.assign(new Error('no mail to li@x.example'), { responseCode: 550 });
    const said = described(error);
    expect(said).toMatchObject({ type: 'Error', code: '550', stack: expect.stringContaining('json-logger.spec.ts') });
    expect(JSON.stringify(said)).not.toMatch(/mail to|li@/);
    expect(described(new TypeError('x is not a function'))).toMatchObject({ message: 'x is not a function' });
    expect(
      described(new AtriumError('FORBIDDEN', commonMessages.forbidden, { params: { permission: 'p' } })),
    ).toMatchObject({ message: 'FORBIDDEN common.forbidden' });
  });

  it('says of a database error what it is about, never the value', () => {
    const error = Object.assign(new Error('invalid input syntax for type integer: "13800138000"'), {
      ...{ severity: 'ERROR', code: '22P02', table: 'customer', detail: 'Key (email)=(li@x.example)' },
    });
    const said = described(error);
    expect(said).toMatchObject({
      code: '22P02',
      table: 'customer',
      message: 'invalid input syntax for type integer: "…"',
    });
    expect(JSON.stringify(said)).not.toMatch(/138|li@/);
  });

  it('shows other messages in development alone, without what tells of people', () => {
    const error = new Error('no bed for 王芳 (li@x.example, 138 0013 8000)', { cause: new Error('inner') });
    expect(described(error, 'development')).toMatchObject({
      message: 'no bed for … (<address>, <number>)',
      cause: { message: 'inner' },
    });
  });

  it('reads no snippet out of what could not be parsed', () => {
    let error: unknown;
    try {
      JSON.parse('王芳');
    } catch (caught) {
      error = caught;
    }
    expect(described(error)).not.toHaveProperty('message');
  });
});

it.each([
  ['mail to li.na@x.example failed', 'mail to <address> failed'],
  ['call +86 138-0013-8000 now', 'call <number> now'],
  [`job ${ID} of customer_01h455vb4pex5vsknk084sn02q`, `job ${ID} of customer_01h455vb4pex5vsknk084sn02q`],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijklmnopqrstuvwxyz012345', expect.not.stringMatching(/abcdef/)],
  ['postgres://atrium:secret@db.example/atrium', expect.not.stringMatching(/secret/)],
  ['port 5432 after 10000 ms', 'port 5432 after 10000 ms'],
])('masks %s', (text, expected) => {
  expect(masked(text)).toEqual(expected);
});

it('masks names and quoted values of what libraries say', () => {
  expect(maskedStrictly('value "Li Na" of 王芳 is not valid')).toBe('value "…" of … is not valid');
});
