import { db, invalidField, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockVersion, nameKey, update } from '../../rows/rows';
import { ticketMessages } from '../tickets.messages';
import type {
  CreateTicketCategoryInput,
  CreateTicketSubStateInput,
  UpdateTicketCategoryInput,
  UpdateTicketSubStateInput,
} from './category.inputs';

/** How deep categories nest. */
const MAX_DEPTH = 6;

/** Categories and sub-states. */
@Injectable()
export class TicketSettingsService {
  async createCategory(input: CreateTicketCategoryInput): Promise<string> {
    if (input.parentId) await this.requireParent(input.parentId);
    await requireRow('skill', 'Skill', input.skillId);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.ticket_category
         (id, parent_id, name, sort_key, place, subject, problem, keywords, default_kind, default_severity, skill_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        input.parentId ?? null,
        input.name,
        nameKey(input.name),
        input.place ?? '',
        input.subject ?? '',
        input.problem ?? '',
        input.keywords ?? [],
        input.defaultKind ?? null,
        input.defaultSeverity ?? null,
        input.skillId ?? null,
      ],
    );
    return id;
  }

  async updateCategory({ id, version, ...input }: UpdateTicketCategoryInput): Promise<void> {
    await lockVersion('ticket_category', 'TicketCategory', id, version);
    await requireRow('skill', 'Skill', input.skillId);
    await update('ticket_category', id, {
      name: input.name ?? undefined,
      sort_key: input.name == null ? undefined : nameKey(input.name),
      keywords: input.keywords ?? undefined,
      default_kind: input.defaultKind,
      default_severity: input.defaultSeverity,
      skill_id: input.skillId,
      is_active: input.isActive ?? undefined,
    });
  }

  /** `CONFLICT` while tickets or other categories hang on it: then it can be made inactive. */
  deleteCategory(id: string): Promise<void> {
    return remove('ticket_category', 'TicketCategory', id);
  }

  async createSubState({ state, name }: CreateTicketSubStateInput): Promise<string> {
    const id = newId();
    await db().execute('INSERT INTO atrium.ticket_sub_state (id, state, name, sort_key) VALUES ($1, $2, $3, $4)', [
      id,
      state,
      name,
      nameKey(name),
    ]);
    return id;
  }

  async updateSubState({ id, version, name, isActive }: UpdateTicketSubStateInput): Promise<void> {
    await lockVersion('ticket_sub_state', 'TicketSubState', id, version);
    await update('ticket_sub_state', id, {
      name: name ?? undefined,
      sort_key: name == null ? undefined : nameKey(name),
      is_active: isActive ?? undefined,
    });
  }

  deleteSubState(id: string): Promise<void> {
    return remove('ticket_sub_state', 'TicketSubState', id);
  }

  private async requireParent(id: string): Promise<void> {
    const rows = await db().query(
      `WITH RECURSIVE up AS (
         SELECT id, parent_id, tenant_id FROM atrium.ticket_category WHERE id = $1
         UNION ALL SELECT c.id, c.parent_id, c.tenant_id FROM up
           JOIN atrium.ticket_category c ON c.tenant_id = up.tenant_id AND c.id = up.parent_id)
       SELECT id FROM up`,
      [id],
    );
    if (rows.length === 0) throw notFound('TicketCategory');
    if (rows.length >= MAX_DEPTH) {
      throw invalidField('input.parentId', 'TOO_DEEP', ticketMessages.categoryTooDeep, { max: MAX_DEPTH });
    }
  }
}

/** `NOT_FOUND` unless there is such a row; nothing to look for is fine. */
export async function requireRow(table: string, what: string, id: string | null | undefined): Promise<void> {
  if (id == null) return;
  const rows = await db().query(`SELECT FROM atrium.${table} WHERE id = $1 FOR KEY SHARE`, [id]);
  if (rows.length === 0) throw notFound(what);
}

/** Deletes a setting; the foreign keys of what uses it refuse, in words. */
export async function remove(table: string, what: string, id: string): Promise<void> {
  if ((await db().execute(`DELETE FROM atrium.${table} WHERE id = $1`, [id])) === 0) throw notFound(what);
}
