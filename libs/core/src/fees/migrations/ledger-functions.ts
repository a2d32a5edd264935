/**
 * Live charges of an assignment, payer and kind never overlap. Only the columns that are asked for are taken from the new
 * rows: they are wide, and sorting or hashing them whole costs more than the look-ups.
 */
export const CHECK_FEE_CHARGES = `
  CREATE OR REPLACE FUNCTION app.check_fee_charges() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    taken record;
  BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE principal_due <> amount OR late_fee_due <> 0 OR costs_due <> 0
               OR late_fee_posted <> 0 OR voided_at IS NOT NULL) THEN
      RAISE EXCEPTION 'A charge begins with all of its amount due' USING ERRCODE = 'check_violation';
    END IF;
    WITH n AS MATERIALIZED (SELECT DISTINCT tenant_id, assignment_id FROM new_rows WHERE assignment_id IS NOT NULL)
    SELECT count(*) INTO taken FROM (
      SELECT FROM n JOIN atrium.fee_assignment a ON a.tenant_id = n.tenant_id AND a.id = n.assignment_id
      ORDER BY n.assignment_id FOR NO KEY UPDATE OF a) locked;
    SELECT n.assignment_id, n.starts_on, n.ends_on INTO taken FROM new_rows n CROSS JOIN LATERAL (
      SELECT c.ends_on FROM atrium.fee_charge c
      WHERE c.tenant_id = n.tenant_id AND c.assignment_id = n.assignment_id AND c.kind = n.kind
        AND c.customer_id = n.customer_id AND c.voided_at IS NULL AND c.starts_on < n.ends_on AND c.id <> n.id
      ORDER BY c.starts_on DESC LIMIT 1) before
    WHERE n.assignment_id IS NOT NULL AND before.ends_on > n.starts_on LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'Charges of assignment % overlap between % and %', taken.assignment_id, taken.starts_on, taken.ends_on
        USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'fee_charge_no_overlap';
    END IF;
    RETURN NULL;
  END $$;
`;

/**
 * Charges: live ones of an assignment, payer and kind never overlap. The assignments are locked first, so that of two
 * transactions that insert at once the second sees what the first has committed; then one look-up for each row in the
 * index of live charges. (An exclusion constraint does the same and takes 70 µs a row, more than all the rest.)
 */
export const CHARGE_RULES = `
  CREATE FUNCTION app.refuse_fee_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    IF app.is_erasing() THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'Rows of %.% are never changed or deleted', TG_TABLE_SCHEMA, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END $$;

  ${CHECK_FEE_CHARGES}
  CREATE TRIGGER check_overlap AFTER INSERT ON atrium.fee_charge
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.check_fee_charges();
  CREATE TRIGGER frozen BEFORE UPDATE OF tenant_id, id, created_at, community_id, assignment_id, fee_item_id, unit_id,
    customer_id, joint_debtor_ids, run_id, corrects_id, kind, starts_on, ends_on, due_on, billed_on, currency, amount, tax,
    lines, external_id ON atrium.fee_charge FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_fee_change();
  CREATE TRIGGER kept BEFORE DELETE ON atrium.fee_charge FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_fee_change();
`;

/**
 * Postings: for all rows of a statement at once, journals (in the place of a foreign key, which would look the same journal
 * up for each row) and months are checked, account totals, what is due of
 * charges, and prepaid balances are moved. It runs as its owner, because nobody else may write those. Rows that many
 * write at once (totals) come last and in one order, so that who waits for them holds up nobody else for long.
 */
export const POST_FEES = `
  CREATE OR REPLACE FUNCTION app.post_fees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    months date[];
    open_months int;
    prepaid uuid[];
  BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT tenant_id, journal_id, kind, booked_on FROM new_rows) n
               LEFT JOIN atrium.fee_journal j ON j.tenant_id = n.tenant_id AND j.id = n.journal_id
               WHERE j.id IS NULL OR j.kind <> n.kind OR j.booked_on <> n.booked_on) THEN
      RAISE EXCEPTION 'A posting is of the kind and day of its journal' USING ERRCODE = 'check_violation';
    END IF;

    SELECT array_agg(DISTINCT date_trunc('month', n.booked_on)::date) INTO months
      FROM (SELECT DISTINCT booked_on FROM new_rows) n;
    IF months IS NULL THEN RETURN NULL; END IF;
    SELECT count(*) INTO open_months FROM (
      SELECT FROM atrium.fee_period p WHERE p.month = ANY (months) AND p.state = 'OPEN' FOR KEY SHARE) o;
    IF open_months < cardinality(months) THEN
      RAISE EXCEPTION 'A month of % is closed', months USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_period_open';
    END IF;

    -- What is due of a charge. Billing is what the charge begins with.
    IF EXISTS (SELECT FROM new_rows WHERE charge_id IS NOT NULL AND kind NOT IN ('BILLING', 'OPENING')) THEN
      UPDATE atrium.fee_charge c SET principal_due = c.principal_due + d.principal,
        late_fee_due = c.late_fee_due + d.late_fee, costs_due = c.costs_due + d.costs,
        late_fee_posted = c.late_fee_posted + d.posted, adjusted = c.adjusted + d.adjusted,
        written_off = c.written_off + d.written_off, voided_at = CASE WHEN d.voids THEN now() ELSE c.voided_at END
      FROM (
        SELECT e.tenant_id, e.charge_id,
          coalesce(sum(e.effect) FILTER (WHERE e.component = 'PRINCIPAL'), 0)::bigint AS principal,
          coalesce(sum(e.effect) FILTER (WHERE e.component = 'LATE_FEE'), 0)::bigint AS late_fee,
          coalesce(sum(e.effect) FILTER (WHERE e.component = 'COSTS'), 0)::bigint AS costs,
          coalesce(sum(e.effect) FILTER (WHERE e.kind = 'LATE_FEE'), 0)::bigint AS posted,
          coalesce(sum(e.effect) FILTER (WHERE e.kind = 'ADJUSTMENT' AND e.component = 'PRINCIPAL'), 0)::bigint AS adjusted,
          -coalesce(sum(e.effect) FILTER (WHERE e.kind IN ('WRITE_OFF', 'RECOVERY') AND e.component = 'PRINCIPAL'), 0)::bigint
            AS written_off,
          bool_or(e.kind = 'VOID') AS voids
        FROM (
          SELECT n.tenant_id, n.charge_id, n.component, n.kind,
            CASE WHEN d.kind = 'RECEIVABLE' THEN n.amount ELSE 0 END
              - CASE WHEN k.kind = 'RECEIVABLE' THEN n.amount - n.tax ELSE 0 END AS effect
          FROM new_rows n
          JOIN atrium.fee_account d ON d.tenant_id = n.tenant_id AND d.id = n.debit_id
          JOIN atrium.fee_account k ON k.tenant_id = n.tenant_id AND k.id = n.credit_id
          WHERE n.charge_id IS NOT NULL AND n.kind NOT IN ('BILLING', 'OPENING')) e
        GROUP BY e.tenant_id, e.charge_id) d
      WHERE c.tenant_id = d.tenant_id AND c.id = d.charge_id;
    END IF;

    SELECT array_agg(id) INTO prepaid FROM atrium.fee_account WHERE kind = 'PREPAID';
    IF EXISTS (SELECT FROM new_rows WHERE debit_id = ANY (prepaid) OR credit_id = ANY (prepaid)) THEN
      -- Changed where it is there: a row below zero would be refused before the conflict is seen.
      WITH moved AS (
        SELECT n.tenant_id, n.customer_id, n.fee_item_id, sum(CASE WHEN k.kind = 'PREPAID' THEN n.amount ELSE 0 END
          - CASE WHEN d.kind = 'PREPAID' THEN n.amount ELSE 0 END)::bigint AS by
        FROM new_rows n
        JOIN atrium.fee_account d ON d.tenant_id = n.tenant_id AND d.id = n.debit_id
        JOIN atrium.fee_account k ON k.tenant_id = n.tenant_id AND k.id = n.credit_id
        WHERE d.kind = 'PREPAID' OR k.kind = 'PREPAID'
        GROUP BY n.tenant_id, n.customer_id, n.fee_item_id),
      changed AS (
        UPDATE atrium.fee_prepaid b SET balance = b.balance + m.by FROM moved m
        WHERE b.tenant_id = m.tenant_id AND b.customer_id = m.customer_id AND b.fee_item_id IS NOT DISTINCT FROM m.fee_item_id
        RETURNING b.customer_id, b.fee_item_id)
      INSERT INTO atrium.fee_prepaid AS b (tenant_id, id, customer_id, fee_item_id, balance)
      SELECT m.tenant_id, app.new_id(), m.customer_id, m.fee_item_id, m.by FROM moved m
      WHERE NOT EXISTS (SELECT FROM changed c
        WHERE c.customer_id = m.customer_id AND c.fee_item_id IS NOT DISTINCT FROM m.fee_item_id)
      ORDER BY m.customer_id, m.fee_item_id
      ON CONFLICT (tenant_id, customer_id, fee_item_id) DO UPDATE SET balance = b.balance + excluded.balance;
    END IF;

    INSERT INTO atrium.fee_account_total AS t (tenant_id, id, account_id, community_id, month, debit, credit)
    SELECT s.tenant_id, app.new_id(), s.account_id, s.community_id, s.month, sum(s.debit)::bigint, sum(s.credit)::bigint
    FROM (
      SELECT g.tenant_id, g.community_id, g.month, side.account_id, side.debit, side.credit
      FROM (
        SELECT n.tenant_id, n.community_id, date_trunc('month', n.booked_on)::date AS month, n.debit_id, n.credit_id,
          sum(n.amount) AS amount, sum(n.tax) AS tax
        FROM new_rows n GROUP BY 1, 2, 3, 4, 5) g
      CROSS JOIN LATERAL (VALUES
        (g.debit_id, g.amount, 0),
        (g.credit_id, 0, g.amount - g.tax),
        ((SELECT a.id FROM atrium.fee_account a WHERE a.tenant_id = g.tenant_id AND a.kind = 'TAX'), 0, g.tax)
      ) AS side (account_id, debit, credit)
      WHERE side.debit <> 0 OR side.credit <> 0) s
    GROUP BY s.tenant_id, s.account_id, s.community_id, s.month
    ORDER BY s.account_id, s.community_id, s.month
    ON CONFLICT (tenant_id, account_id, month, community_id)
      DO UPDATE SET debit = t.debit + excluded.debit, credit = t.credit + excluded.credit;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION app.post_fees FROM PUBLIC;
`;

/** What calls it, and what keeps postings and journals as they are. */
export const POSTING_RULES = `
  ${POST_FEES}
  CREATE TRIGGER post AFTER INSERT ON atrium.fee_posting
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.post_fees();
  CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON atrium.fee_posting
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_fee_change();
  CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON atrium.fee_journal
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_fee_change();
`;
