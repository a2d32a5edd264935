import type { Speeds } from './figures';
import type { WorkResult } from './run-work';

export interface Report {
  readonly works: Readonly<Record<string, WorkResult>>;
  readonly calibration: { readonly reference: Speeds; readonly measured: Speeds };
}

/** The report for people. */
export function renderReport({ works, calibration }: Report): string {
  const header = ['work', 'value', 'limit', 'of limit', 'peer', 'of peer', 'memory', 'pace', 'verdict'];
  const rows = Object.entries(works).map(([name, one]) => [
    name,
    `${one.value ?? '–'} ${one.unit}`,
    one.limit === null ? '–' : `${one.limit}`,
    one.ratioToLimit === null ? '–' : one.ratioToLimit.toFixed(2),
    one.peer === null ? '–' : `${one.peer}`,
    one.ratioToPeer === null ? '–' : `${one.ratioToPeer.toFixed(2)} ×`,
    one.peakMemoryMb === null ? '–' : `${one.peakMemoryMb} MiB`,
    one.budget.pace.toFixed(2),
    one.ok ? 'ok' : 'BROKEN',
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  const notes = Object.entries(works).flatMap(([name, { notes: all }]) =>
    Object.entries(all).map(([what, value]) => `${name}: ${what} ${value}`),
  );
  const broken = Object.entries(works).flatMap(([name, one]) => one.broken.map((sentence) => `${name}: ${sentence}`));
  const { reference, measured } = calibration;
  const speeds = (Object.keys(reference) as (keyof Speeds)[]).map(
    (key) => `${key} ${Math.round(measured[key])} (reference ${reference[key]})`,
  );
  return [
    line(header),
    ...rows.map(line),
    '',
    ...notes,
    `calibration: ${speeds.join(', ')}`,
    ...(broken.length > 0 ? ['', 'Broken budgets:', ...broken.map((one) => `  ${one}`)] : []),
  ].join('\n');
}
