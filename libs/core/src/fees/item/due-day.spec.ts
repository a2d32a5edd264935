import { monthOf } from '../calendar/month';
import { dueDay } from './due-day';
import type { DueRule } from './fee-item';

const always = () => true;
const dayOf = (day: number, monthsLater = 0, onFreeDay: DueRule['onFreeDay'] = 'STAYS'): DueRule => ({
  kind: 'DAY_OF_MONTH',
  day,
  monthsLater,
  onFreeDay,
});

describe('the due day', () => {
  it.each<[DueRule, string, string, string]>([
    [dayOf(10), '2026-01', '2026-01-01', '2026-01-10'],
    [dayOf(31), '2026-02', '2026-01-25', '2026-02-28'],
    [dayOf(15, 2), '2026-11', '2026-11-01', '2027-01-15'],
    [dayOf(10), '2026-01', '2026-02-03', '2026-02-03'],
    [{ kind: 'DAYS_AFTER_BILLING', days: 30, onFreeDay: 'STAYS' }, '2026-01', '2026-01-31', '2026-03-02'],
  ])('by %j of %s, billed on %s, is %s', (rule, month, billedOn, due) => {
    expect(dueDay(rule, monthOf(month), billedOn, always)).toBe(due);
  });

  it('moves on from a holiday when the rule says so', () => {
    const holidays = new Set(['2026-10-01', '2026-10-02', '2026-10-03']);
    const working = (day: string): boolean => !holidays.has(day);
    const month = monthOf('2026-10');
    expect(dueDay(dayOf(1, 0, 'NEXT_WORKING_DAY'), month, '2026-09-20', working)).toBe('2026-10-04');
    expect(dueDay(dayOf(5, 0, 'NEXT_WORKING_DAY'), month, '2026-09-20', working)).toBe('2026-10-05');
    expect(dueDay(dayOf(1), month, '2026-09-20', working)).toBe('2026-10-01');
  });

  it('stays where it is in a calendar without working days', () => {
    expect(dueDay(dayOf(1, 0, 'NEXT_WORKING_DAY'), monthOf('2026-10'), '2026-09-20', () => false)).toBe('2026-10-01');
  });
});
