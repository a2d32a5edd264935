import { db, encodeId, invalidField, newId, notFound } from '@atrium/sdk';
import { surveyMessages as messages } from '../surveys.messages';
import { contentMessages } from '../surveys.messages';
import { type RecordSurveyBenchmarkInput, type SurveyBenchmark, SurveyMeasure } from './benchmark.type';

/** Answers the figure's UUID. */
export async function recordBenchmark(input: RecordSurveyBenchmarkInput): Promise<string> {
  const { measure, month, value, source, sampleSize } = input;
  if (!month.endsWith('-01')) throw invalidField('input.month', 'NOT_A_MONTH', messages.badMonth);
  const min = measure === SurveyMeasure.NPS ? -100 : 0;
  if (Number(value) < min || Number(value) > 100) {
    throw invalidField('input.value', 'OUT_OF_RANGE', contentMessages.badNumber, { min, max: 100 });
  }
  const [row] = await db().query<{ id: string }>(
    `INSERT INTO atrium.survey_benchmark AS b (id, dimension, month, value, source, sample_size)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT ON CONSTRAINT survey_benchmark_once DO UPDATE SET value = excluded.value, source = excluded.source,
       sample_size = excluded.sample_size RETURNING id`,
    [newId(), measure, month, value, source, sampleSize ?? null],
  );
  return row!.id;
}

export async function deleteBenchmark(id: string): Promise<void> {
  const deleted = await db().execute('DELETE FROM atrium.survey_benchmark WHERE id = $1', [id]);
  if (deleted === 0) throw notFound('SurveyBenchmark');
}

/** Figures of these months, newest first. */
export async function benchmarksBetween(from: string, to: string): Promise<SurveyBenchmark[]> {
  const rows = await db().query<SurveyBenchmark & Record<string, unknown>>(
    `SELECT id, dimension AS measure, to_char(month, 'YYYY-MM-DD') AS month, value::text AS value, source,
       sample_size AS "sampleSize"
     FROM atrium.survey_benchmark WHERE month BETWEEN $1 AND $2 ORDER BY month DESC, dimension, source_lower LIMIT 500`,
    [from, to],
  );
  return rows.map((row) => ({ ...row, id: encodeId('survey_benchmark', row.id) }));
}
