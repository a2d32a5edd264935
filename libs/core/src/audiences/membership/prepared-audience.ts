import { conflict, db, type OwnedSegmentRecord, SqlValues } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { segmentMessages } from '../audiences.messages';
import { isMember, type Manner, RuleCompiler } from '../rule/compile-rule';
import type { BoundRule, RawRule } from '../rule/rule.types';
import { SegmentRules } from '../rule/segment-rules';
import { SegmentMembership } from '../segment/segment.type';
import { loadSegment } from '../segment/stored-segment';

/** A condition over a row of `atrium.customer`: who is in it. */
export type Condition = (row: string, values: SqlValues, manner?: Manner) => string;

/** Makes conditions of segments and rules, for the caller: see `Audiences` for the errors. */
@Injectable()
export class PreparedAudiences {
  constructor(private readonly rules: SegmentRules) {}

  async ofSegment(segmentId: string): Promise<{ condition: Condition; rule: BoundRule }> {
    const segment = await loadSegment(segmentId);
    // Also of a frozen one: who is in it tells what the rule asked.
    const rule = await this.rules.usable(segment.rule);
    const condition =
      segment.membership === SegmentMembership.DYNAMIC ? conditionOf(rule) : frozen(await snapshotOf(segmentId));
    return { condition, rule };
  }

  async ofRule(raw: RawRule, path: string): Promise<Condition> {
    return conditionOf((await this.rules.accept(raw, path)).bound);
  }
}

export const conditionOf =
  (rule: BoundRule): Condition =>
  (row, values, manner = 'SETS') =>
    `${isMember(row)} AND ${new RuleCompiler(values, manner).condition(rule, row)}`;

const frozen =
  (snapshotId: string): Condition =>
  (row, values, manner) => {
    const snapshot = values.add(snapshotId, 'uuid');
    const record: OwnedSegmentRecord = {
      name: 'member',
      owner: 'audiences',
      plugin: null,
      label: { en: 'member', 'zh-CN': '成员' },
      description: { en: 'Taken into a snapshot.', 'zh-CN': '已固化的成员。' },
      table: 'atrium.segment_member',
      customer: 'customer_id',
      where: (member) => `${member}.snapshot_id = ${snapshot}`,
    };
    return conditionOf({ kind: 'some', path: '', record, where: null, atLeast: 1 })(row, values, manner);
  };

/** UUID of the members in force. */
async function snapshotOf(segmentId: string): Promise<string> {
  const [row] = await db().query<{ id: string }>(
    `SELECT id FROM atrium.segment_snapshot WHERE segment_id = $1 AND state = 'READY' ORDER BY id DESC LIMIT 1`,
    [segmentId],
  );
  if (!row) throw conflict(segmentMessages.notTaken);
  return row.id;
}
