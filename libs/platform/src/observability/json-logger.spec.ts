import { JsonLogger } from './json-logger';

function lines(level: 'info' | 'warn', log: (logger: JsonLogger) => void): Record<string, unknown>[] {
  const written: string[] = [];
  log(new JsonLogger(level, { write: (line: string) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the JSON logger', () => {
  it('writes one object a line with level, context and stack', () => {
    const [plain, failure] = lines('info', (logger) => {
      logger.log('started', 'Worker');
      logger.error('went wrong', 'Error: x\n  at y', 'Jobs');
    });
    expect(plain).toMatchObject({ level: 30, msg: 'started', context: 'Worker' });
    expect(failure).toMatchObject({ level: 50, msg: 'went wrong', context: 'Jobs', stack: 'Error: x\n  at y' });
  });

  it('keeps quiet below its level', () => {
    expect(lines('warn', (logger) => logger.log('chatter', 'X'))).toEqual([]);
  });
});
