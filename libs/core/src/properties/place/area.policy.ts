import type { Message, MessageParams } from '@atrium/sdk';
import { propertyMessages } from '../properties.messages';

/** What is wrong with one field of something that is being written, wherever it comes from. */
export interface RuleProblem<N extends string = string> {
  readonly field: N;
  readonly code: string;
  readonly message: Message;
  readonly params?: MessageParams;
}

export interface AreaBounds {
  readonly min: string;
  readonly max: string;
}

/** Bounds of a unit's area, m²: a storage locker to a warehouse. */
export const UNIT_AREA: AreaBounds = { min: '0.01', max: '200000' };
/** Bounds of a common area's area, m²: a niche to ten square kilometres of park. */
export const COMMON_AREA: AreaBounds = { min: '0.01', max: '10000000' };

const AREA = /^(\d{1,9})(?:\.(\d+))?$/;

/** Hundredths of a m², exactly; null for what is no area with at most two decimals. */
function hundredths(area: string): number | null {
  const match = AREA.exec(area);
  const decimals = (match?.[2] ?? '').replace(/0+$/, '');
  return match && decimals.length <= 2 ? Number(match[1]) * 100 + Number(decimals.padEnd(2, '0')) : null;
}

/** Whether an area, a decimal of m², lies within bounds and has at most two decimals. */
export function areaProblem<N extends string>(
  field: N,
  area: string | null | undefined,
  bounds: AreaBounds,
): RuleProblem<N> | null {
  if (area === null || area === undefined) return null;
  const value = hundredths(area);
  const inside = value !== null && value >= Number(bounds.min) * 100 && value <= Number(bounds.max) * 100;
  return inside
    ? null
    : { field, code: 'AREA_OUT_OF_RANGE', message: propertyMessages.areaOutOfRange, params: { ...bounds } };
}

/** The net area of a unit is part of its gross area; each is plausible by itself. */
export function unitAreaProblems(unit: {
  grossArea?: string | null;
  netArea?: string | null;
}): RuleProblem<'grossArea' | 'netArea'>[] {
  const { grossArea, netArea } = unit;
  const problems = [areaProblem('grossArea', grossArea, UNIT_AREA), areaProblem('netArea', netArea, UNIT_AREA)].filter(
    (problem) => problem !== null,
  );
  if (problems.length > 0 || grossArea == null || netArea == null) return problems;
  return hundredths(netArea)! > hundredths(grossArea)!
    ? [{ field: 'netArea', code: 'NET_ABOVE_GROSS', message: propertyMessages.netAboveGross }]
    : [];
}
