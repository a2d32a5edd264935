import { AtriumError, defineMessages } from '@atrium/sdk';

const messages = defineMessages('deadline', {
  exceeded: {
    en: 'The operation took longer than {seconds} s and was given up. Nothing was changed.',
    'zh-CN': '操作超过 {seconds} 秒，已中止，未做任何更改。',
  },
  uncertain: {
    en: 'The database did not confirm the change in {seconds} s. Look whether it was made before you repeat it, or repeat it with the same idempotency key.',
    'zh-CN': '数据库在 {seconds} 秒内未确认更改。重试前请先核实是否已生效，或使用相同的幂等键重试。',
  },
});

export const deadlineExceeded = (ms: number): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', messages.exceeded, {
    params: { seconds: ms / 1000 },
    extra: { what: 'time', limit: ms },
  });

export const commitUncertain = (ms: number): AtriumError =>
  new AtriumError('INTERNAL', messages.uncertain, { params: { seconds: ms / 1000 } });

/** The task's result, or a rejection with what `late` makes when it takes longer; the task itself runs on. */
export async function within<T>(ms: number, task: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  task.catch(() => undefined); // after the deadline nobody listens any more
  try {
    return await Promise.race([task, alarm]);
  } finally {
    clearTimeout(timer);
  }
}
