import {
  allSegmentUses,
  conflict,
  context,
  currentTenant,
  db,
  Events,
  InstalledPlugins,
  invalidField,
  newId,
  renderMessage,
  type SegmentUse,
  sortKey,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { segmentEvents } from '../audiences.events';
import { segmentMessages } from '../audiences.messages';
import { type AcceptedRule, SegmentRules } from '../rule/segment-rules';
import type { CreateSegmentInput, DuplicateSegmentInput, UpdateSegmentInput } from './segment.inputs';
import { loadSegment, lockSegment } from './stored-segment';

const RULE = 'input.rule';
/** Longest name of a segment, in characters. */
const MAX_NAME = 100;

/** One use of a segment, with the words for its kind. */
export type WordedUse = SegmentUse & { readonly kind: string };

@Injectable()
export class SegmentsService {
  constructor(
    private readonly rules: SegmentRules,
    private readonly events: Events,
    private readonly plugins: InstalledPlugins,
  ) {}

  async create({ name, description, membership, rule }: CreateSegmentInput): Promise<string> {
    return this.insert({ name, description: description ?? null, membership }, await this.rules.accept(rule, RULE));
  }

  /** A segment of the caller's own with the same rule. */
  async duplicate({ id, name }: DuplicateSegmentInput): Promise<string> {
    const source = await loadSegment(id);
    const accepted = await this.rules.accept(source.rule.rule, 'rule');
    return this.insert({ ...source, name: name ?? (await freeName(source.name)) }, accepted);
  }

  /** `CONFLICT` for a stale version or a name taken. */
  async update({ id, version, name, description, membership, rule }: UpdateSegmentInput): Promise<void> {
    const before = await lockSegment(id, version);
    const accepted = rule == null ? null : await this.rules.accept(rule, RULE);
    const beyond = accepted?.communities.some((id) => before.within?.includes(id) === false);
    if (beyond) throw invalidField(RULE, 'BEYOND_SEGMENT', segmentMessages.beyondWithin);
    await db().execute(
      `UPDATE atrium.segment SET name = coalesce($2, name), sort_key = coalesce($3, sort_key),
         description = CASE WHEN $4 THEN $5 ELSE description END, membership = coalesce($6, membership),
         rule = coalesce($7, rule), named_communities = coalesce($8, named_communities),
         within = coalesce(within, $9), version = version + 1, updated_at = now()
       WHERE id = $1`,
      [
        id,
        name ?? null,
        name == null ? null : nameKey(name),
        description !== undefined,
        description ?? null,
        membership ?? null,
        accepted && JSON.stringify(accepted.stored),
        accepted && accepted.communities,
        // Who is limited gives it a rule that is about their own communities, whatever it says.
        accepted && context().actor.communityScope,
      ],
    );
    if (accepted || (membership ?? before.membership) !== before.membership) {
      await this.events.emit(segmentEvents.segmentChanged, { segmentId: id }, { aggregateId: id });
    }
  }

  /** `CONFLICT` naming what uses it. */
  async delete(id: string): Promise<void> {
    await lockSegment(id);
    const uses = await this.usesOf(id);
    if (uses.length > 0) {
      const words = uses.map(({ kind, title }) => `${kind} “${title}”`).join(', ');
      throw conflict(segmentMessages.inUse, { uses: words }, { uses });
    }
    await this.events.emit(segmentEvents.deleted, { segmentId: id }, { aggregateId: id });
    await db().execute('DELETE FROM atrium.segment WHERE id = $1', [id]);
  }

  /** Everything that uses the segment, whichever context or plugin it belongs to. */
  async usesOf(id: string): Promise<readonly WordedUse[]> {
    const { locale } = context();
    const found: WordedUse[] = [];
    for (const { label, usesOf } of allSegmentUses()) {
      for (const use of await usesOf(id)) found.push({ ...use, kind: label[locale] });
    }
    for (const { label, title, link } of await this.plugins.usesOfSegment(id)) {
      found.push({ title, link, kind: label[locale] });
    }
    return found;
  }

  private async insert(
    { name, description, membership }: Pick<CreateSegmentInput, 'name' | 'membership'> & { description: string | null },
    { stored, communities }: AcceptedRule,
  ): Promise<string> {
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.segment (id, name, sort_key, description, membership, rule, named_communities, within)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        name,
        nameKey(name),
        description,
        membership,
        JSON.stringify(stored),
        communities,
        context().actor.communityScope,
      ],
    );
    return id;
  }
}

const nameKey = (name: string): string => sortKey(name, currentTenant().locale);

/** The first name like "Owners (copy 2)" that is free, as far as the caller sees. */
async function freeName(name: string): Promise<string> {
  const rows = await db().query<{ name: string }>('SELECT name_lower AS name FROM atrium.segment');
  const taken = new Set(rows.map((row) => row.name));
  for (let number = 1; ; number++) {
    const suffix = renderMessage(segmentMessages.copyName, context().locale, { name: '', number });
    const candidate = [...name].slice(0, MAX_NAME - [...suffix].length).join('') + suffix;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
