import { AtriumError, conflict, db, newId, notFound, now, registerConstraint, staleVersion } from '@atrium/sdk';
import { lockVersion, nameKey, update } from '../../rows/rows';
import { requireRow } from '../settings/ticket-settings.service';
import { ticketMessages } from '../tickets.messages';
import { figuresOf } from './playbook-figures';
import {
  type CreatePlaybookInput,
  PlaybookMaturity,
  type PlaybookStepInput,
  PlaybookVersionState,
  type PromotePlaybookVersionInput,
  type PublishPlaybookVersionInput,
  type UpdatePlaybookInput,
} from './playbook.types';

registerConstraint('playbook_name_key', ticketMessages.nameTaken, 'input.name');

/** Tickets resolved by a version before it can become the standard. */
export const NEEDED_FOR_STANDARD = 5;

interface StoredVersion {
  readonly state: PlaybookVersionState;
  readonly maturity: PlaybookMaturity;
  readonly version: number;
}

const stepsOf = (steps: readonly PlaybookStepInput[]): string =>
  JSON.stringify(
    steps.map(({ title, details, checks, isRequired }) => ({
      title,
      details: details || null,
      checks: checks.map(({ text }) => text),
      isRequired,
    })),
  );

/** Answers the new playbook's UUID. `CONFLICT` for a name that is taken. */
export async function createPlaybook(input: CreatePlaybookInput): Promise<string> {
  const { name, kind, severity, categoryId, steps } = input;
  await requireRow('ticket_category', 'TicketCategory', categoryId);
  const id = newId();
  await db().execute(
    `INSERT INTO atrium.playbook (id, name, sort_key, kind, severity, category_id) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, name, nameKey(name), kind ?? null, severity ?? null, categoryId ?? null],
  );
  await addDraft(id, steps);
  return id;
}

export async function updatePlaybook({ id, version, name, isActive, steps }: UpdatePlaybookInput): Promise<void> {
  await lockVersion('playbook', 'Playbook', id, version);
  await update('playbook', id, {
    name: name ?? undefined,
    sort_key: name == null ? undefined : nameKey(name),
    is_active: isActive ?? undefined,
  });
  if (!steps || steps.length === 0) return;
  const written = await db().execute(
    `UPDATE atrium.playbook_version SET steps = $2, version = version + 1, updated_at = now()
     WHERE playbook_id = $1 AND state = 'DRAFT'`,
    [id, stepsOf(steps)],
  );
  if (written === 0) await addDraft(id, steps);
}

/** The playbook is locked, or new: no two take the same number. */
async function addDraft(playbookId: string, steps: readonly PlaybookStepInput[]): Promise<void> {
  await db().execute(
    `INSERT INTO atrium.playbook_version (id, playbook_id, number, steps)
     SELECT $1, $2, coalesce(max(v.number), 0) + 1, $3 FROM atrium.playbook_version v WHERE v.playbook_id = $2`,
    [newId(), playbookId, stepsOf(steps)],
  );
}

export async function publishVersion({ id, version }: PublishPlaybookVersionInput): Promise<void> {
  const { state } = await lockPlaybookVersion(id, version);
  if (state !== PlaybookVersionState.DRAFT) throw conflict(ticketMessages.isPublished);
  await update('playbook_version', id, { state: PlaybookVersionState.PUBLISHED, published_at: now() });
}

/**
 * SIMULATED becomes PILOT by somebody's judgement; PILOT becomes STANDARD by what came of its use, which is kept with it.
 * `CONFLICT` where it was used too little, `INVALID_TRANSITION` for what is a draft or the standard.
 */
export async function promoteVersion({ id, version, note }: PromotePlaybookVersionInput): Promise<void> {
  const { state, maturity } = await lockPlaybookVersion(id, version);
  if (state === PlaybookVersionState.DRAFT || maturity === PlaybookMaturity.STANDARD) {
    throw new AtriumError('INVALID_TRANSITION', ticketMessages.noPromotion, { extra: { allowed: [] } });
  }
  const becomesStandard = maturity === PlaybookMaturity.PILOT;
  const figures = becomesStandard ? await figuresOf(id) : null;
  if (figures && figures.resolved < NEEDED_FOR_STANDARD) {
    throw conflict(ticketMessages.usedTooLittle, { resolved: figures.resolved, needed: NEEDED_FOR_STANDARD });
  }
  await update('playbook_version', id, {
    maturity: becomesStandard ? PlaybookMaturity.STANDARD : PlaybookMaturity.PILOT,
    promoted_at: now(),
    promotion_note: note,
    figures: figures ? JSON.stringify(figures) : undefined,
  });
}

/** The version, locked. Figures are of the whole company, and so is who decides by them. */
async function lockPlaybookVersion(id: string, version: number): Promise<StoredVersion> {
  const [row] = await db().query<StoredVersion & Record<string, unknown>>(
    'SELECT state, maturity, version FROM atrium.playbook_version WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!row) throw notFound('PlaybookVersion');
  if (row.version !== version) throw staleVersion(version, row.version);
  return row;
}
