import { context, db, encodeId, invalidField, notFound, requireVisible } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { communityView } from '../../properties';
import { benchmarksBetween } from '../benchmark/benchmarks';
import type { Question, SurveyContent } from '../content/content.types';
import { addUp } from '../figures/histogram';
import { surveySettings } from '../settings/survey-settings';
import { contentMessages, surveyMessages as messages } from '../surveys.messages';
import { surveyView } from '../surveys.views';
import { type ItemCounts, makeResult } from './make-results';
import { SurveyBreakdown, type SurveyResultsInput } from './results.inputs';
import { readCounts, readNames, readWaiting, type Selection } from './results.queries';
import type { SurveyGroupResult, SurveyResults } from './results.types';

const MAX_MONTHS = 60;
const MAX_COMMUNITIES = 200;
const OBJECTS: Readonly<Partial<Record<SurveyBreakdown, string>>> = {
  [SurveyBreakdown.COMMUNITY]: 'community',
  [SurveyBreakdown.SURVEY]: 'survey',
};

@Injectable()
export class ResultsService {
  async results(input: SurveyResultsInput): Promise<SurveyResults> {
    const { templateId, from, to, breakdown = null } = input;
    const months = monthsFrom(from, to);
    if (input.surveyId) await requireVisible(surveyView, input.surveyId);
    const communityIds = [...new Set(input.communityIds ?? [])];
    if (communityIds.length > MAX_COMMUNITIES) {
      throw invalidField('input.communityIds', 'TOO_MANY', contentMessages.tooMany, { max: MAX_COMMUNITIES });
    }
    for (const id of communityIds) await requireVisible(communityView, id);
    const content = await contentOf(templateId);
    const selection: Selection = {
      ...{ templateId, from, to },
      surveyId: input.surveyId ?? null,
      communityIds: input.communityIds ?? null,
      region: input.region ?? null,
      customerKind: input.customerKind ?? null,
      propertyUsage: input.propertyUsage ?? null,
    };
    const before = { ...selection, from: shifted(from, -months), to: shifted(from, -1) };
    const counts = await readCounts(selection, breakdown);
    const groups = breakdown === null ? new Map<string | null, never>() : counts;
    const previous = await readCounts(before, null);
    const waiting = await readWaiting(selection, breakdown);
    const keys = [...new Set([...groups.keys(), ...(breakdown === null ? [] : waiting.keys)])];
    const settings = await surveySettings();
    return {
      ...{ from, to, waiting: waiting.people, threshold: settings.anonymityThreshold },
      total: groupOf(content, allOf([...counts.values()]), settings.anonymityThreshold, { label: '', id: null }),
      previous: groupOf(content, previous.get(null), settings.anonymityThreshold, { label: '', id: null }),
      groups: (await named(breakdown, keys)).map(({ key, ...name }) =>
        groupOf(content, groups.get(key), settings.anonymityThreshold, name),
      ),
      benchmarks: await benchmarksBetween(from, to),
    };
  }
}

function groupOf(
  content: Pick<SurveyContent, 'questions' | 'valueWeights'>,
  counts: ReadonlyMap<string, ItemCounts> | undefined,
  threshold: number,
  name: { label: string; id: string | null },
): SurveyGroupResult {
  // A threshold that has risen since counts for what was released before, too.
  const enough = new Map([...(counts ?? [])].filter(([, { respondents }]) => respondents >= threshold));
  return { ...name, isWithheld: enough.size === 0, ...makeResult(content, enough, context().locale) };
}

/** Each cell lies in one group, so that the groups add up to the whole. */
function allOf(groups: readonly ReadonlyMap<string, ItemCounts>[]): ReadonlyMap<string, ItemCounts> {
  const parts = new Map<string, ItemCounts[]>();
  for (const [item, counts] of groups.flatMap((group) => [...group])) {
    parts.set(item, [...(parts.get(item) ?? []), counts]);
  }
  return new Map(
    [...parts].map(([item, all]) => [
      item,
      {
        respondents: all.reduce((sum, { respondents }) => sum + respondents, 0),
        scores: addUp(...all.map(({ scores }) => scores)),
      },
    ]),
  );
}

async function named(
  breakdown: SurveyBreakdown | null,
  keys: readonly (string | null)[],
): Promise<{ key: string | null; label: string; id: string | null }[]> {
  const idType = breakdown === null ? undefined : OBJECTS[breakdown];
  const names = idType
    ? await readNames(
        breakdown!,
        keys.filter((key) => key !== null),
      )
    : null;
  return keys
    .map((key) => ({
      key,
      label: key === null ? '' : (names?.get(key) ?? (names ? '' : key)),
      id: key !== null && idType ? encodeId(idType, key) : null,
    }))
    .sort((a, b) => (a.key === null ? 1 : b.key === null ? -1 : a.label < b.label ? -1 : 1));
}

/** Every question that a published version has asked, in its latest words. */
async function contentOf(templateId: string): Promise<Pick<SurveyContent, 'questions' | 'valueWeights'>> {
  const rows = await db().query<{ content: SurveyContent | null }>(
    `SELECT v.content FROM atrium.survey_template t
     LEFT JOIN atrium.survey_template_version v ON v.tenant_id = t.tenant_id AND v.template_id = t.id AND v.state = 'PUBLISHED'
     WHERE t.id = $1 ORDER BY v.number`,
    [templateId],
  );
  if (rows.length === 0) throw notFound('SurveyTemplate');
  const contents = rows.flatMap(({ content }) => content ?? []);
  const questions = new Map<string, Question>();
  for (const question of contents.flatMap((one) => one.questions)) questions.set(question.code, question);
  return { questions: [...questions.values()], valueWeights: contents.at(-1)?.valueWeights ?? {} };
}

/** How many months there are. */
function monthsFrom(from: string, to: string): number {
  for (const [path, month] of [
    ['input.from', from],
    ['input.to', to],
  ] as const) {
    if (!month.endsWith('-01')) throw invalidField(path, 'NOT_A_MONTH', messages.badMonth);
  }
  const count = numberOf(to) - numberOf(from) + 1;
  if (count < 1) throw invalidField('input.to', 'EMPTY_RANGE', messages.badPeriod, { from, to });
  if (count > MAX_MONTHS) throw invalidField('input.from', 'TOO_LONG', messages.longPeriod, { max: MAX_MONTHS });
  return count;
}

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

function shifted(month: string, by: number): string {
  const number = numberOf(month) + by;
  const year = String(Math.floor(number / 12)).padStart(4, '0');
  return `${year}-${String((number % 12) + 1).padStart(2, '0')}-01`;
}
