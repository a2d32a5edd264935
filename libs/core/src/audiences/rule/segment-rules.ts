import {
  AtriumError,
  CUSTOMER_RECORD,
  conflict,
  context,
  currentTenant,
  type FieldProblem,
  forbidden,
  holds,
  InstalledPlugins,
  type OwnedSegmentRecord,
  renderMessage,
  segmentRecord,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { segmentMessages } from '../audiences.messages';
import { bindRule, type RuleSetting } from './bind-rule';
import { requireReferences } from './references';
import { type BoundRule, partsOf, type RawRule, RULE_FORMAT, type StoredRule } from './rule.types';

/** Where problems of a stored rule are said to be. */
const STORED_PATH = 'rule';

export interface AcceptedRule {
  readonly bound: BoundRule;
  readonly stored: StoredRule;
  /** UUIDs of the communities it names. */
  readonly communities: readonly string[];
}

/** Rules as they come in and as they were stored, for the company of the running operation and for its actor. */
@Injectable()
export class SegmentRules {
  constructor(private readonly plugins: InstalledPlugins) {}

  async setting(): Promise<RuleSetting> {
    const { id, currency } = currentTenant();
    const enabled = new Set(await this.plugins.enabledFor(id));
    return { currency, isEnabled: (plugin) => enabled.has(plugin) };
  }

  /**
   * A rule that a client gives. `VALIDATION_FAILED` with everything that is wrong, `NOT_FOUND` for an object it refers to,
   * `FORBIDDEN` for a field that the caller has no permission for.
   */
  async accept(raw: RawRule, path: string): Promise<AcceptedRule> {
    const plain = JSON.parse(JSON.stringify(raw)) as RawRule;
    const { rule: bound, problems } = bindRule(plain, await this.setting(), path);
    if (!bound) throw validationFailed(...problems);
    requireFields(bound);
    return { bound, stored: { format: RULE_FORMAT, rule: plain }, communities: await requireReferences(bound) };
  }

  /** A stored rule, to be evaluated by the caller. The errors are those of `Audiences`. */
  async usable(stored: StoredRule): Promise<BoundRule> {
    const { rule, problems } = bindRule(rawOf(stored), await this.setting(), STORED_PATH);
    if (!rule) throw brokenRule(problems);
    requireFields(rule);
    return rule;
  }

  /** A stored rule as far as it goes, to be shown. */
  async shown(stored: StoredRule): Promise<{ rule: BoundRule | null; problems: readonly FieldProblem[] }> {
    return bindRule(rawOf(stored), await this.setting(), STORED_PATH);
  }
}

/** Older forms are translated here, should there ever be a second. */
function rawOf({ format, rule }: StoredRule): RawRule {
  if (format !== RULE_FORMAT)
    throw new Error(`A rule of format ${format} is stored; this version reads ${RULE_FORMAT}`);
  return rule;
}

function brokenRule(problems: readonly FieldProblem[]): AtriumError {
  const off = problems.find(({ code }) => code === 'PLUGIN_DISABLED');
  if (off) {
    const { params = {} } = off;
    return new AtriumError('PLUGIN_DISABLED', segmentMessages.pluginDisabled, {
      params,
      extra: { plugin: params.plugin },
    });
  }
  const [first] = problems;
  const problem = renderMessage(first!.message, context().locale, first!.params);
  return conflict(
    segmentMessages.broken,
    { problem },
    { problems: problems.map(({ path, code }) => ({ path, code })) },
  );
}

/** Permissions that a field needs: its own and those of the records it is reached through. */
export function permissionsOf(field: { of: string; permission?: string }): string[] {
  const needed = field.permission === undefined ? [] : [field.permission];
  for (let at = recordOf(field.of); at; at = 'through' in at ? recordOf(at.through.record) : undefined) {
    if (at.permission !== undefined) needed.push(at.permission);
  }
  return needed;
}

const recordOf = (name: string): OwnedSegmentRecord | undefined =>
  name === CUSTOMER_RECORD ? undefined : segmentRecord(name);

/** `FORBIDDEN` naming the first permission that the caller lacks for what the rule asks. */
export function requireFields(rule: BoundRule): void {
  const { tests, records } = partsOf(rule);
  const needed = [
    ...tests.flatMap(({ field }) => permissionsOf(field)),
    ...records.flatMap(({ permission }) => permission ?? []),
  ];
  const missing = needed.find((permission) => !holds(permission));
  if (missing !== undefined) throw forbidden(missing);
}
