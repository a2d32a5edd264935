import '../../customers/customers.segments';
import '../../properties/properties.segments';
import { SqlValues } from '@atrium/sdk';
import { bindRule } from './bind-rule';
import { type Manner, RuleCompiler } from './compile-rule';
import type { RawRule } from './rule.types';

const setting = { currency: 'CNY', isEnabled: () => false };

function compiled(raw: RawRule, manner: Manner): { sql: string; values: unknown[] } {
  const { rule, problems } = bindRule(raw, setting, 'rule');
  if (!rule) throw new Error(JSON.stringify(problems));
  const values = new SqlValues();
  const sql = new RuleCompiler(values, manner).condition(rule, 'c');
  return { sql: sql.replace(/\s+/g, ' '), values: values.values };
}

const NASTY = `x'); DROP TABLE atrium.customer; --`;
const owns: RawRule = {
  some: {
    of: 'occupancy',
    where: {
      all: [
        { choice: { field: 'occupancy.kind', in: ['OWNER'] } },
        { number: { field: 'unit.grossArea', from: '90' } },
        { choice: { field: 'unit.usage', in: ['RESIDENTIAL'] } },
      ],
    },
  },
};

it('every value is a parameter, whatever stands in it', () => {
  const texts = ['is', 'startsWith', 'contains'].map((operator) => ({
    text: { field: 'customer.name', [operator]: NASTY },
  }));
  const { sql, values } = compiled({ any: [...texts, { text: { field: 'customer.code', in: [NASTY] } }] }, 'SETS');
  expect(sql).not.toContain('DROP');
  expect(values).toEqual([NASTY, NASTY, NASTY, [NASTY]]);
});

it('many customers are looked up in sets: nothing in them names the customer’s row', () => {
  const { sql } = compiled(owns, 'SETS');
  const [set = '', rest = ''] = sql.split(' ELSE ');
  expect(set).toMatch(
    /^\(CASE WHEN c\.alias_ids = '\{\}' THEN c\.id IN \(SELECT (s\d)\.customer_id FROM atrium\.occupancy \1 WHERE/,
  );
  expect(set.slice(set.indexOf('(SELECT'))).not.toMatch(/\bc\./);
  expect(rest).toContain('= ANY (c.id || c.alias_ids)');
});

it('what is asked of a unit is one look at the units', () => {
  const { sql } = compiled(owns, 'ROWS');
  expect(sql.match(/FROM atrium\.unit/g)).toHaveLength(1);
  expect(sql).toMatch(/EXISTS \(SELECT FROM atrium\.unit s1 .*s1\.gross_area >= \$2::numeric\).*s1\.usage = ANY/);
});

it('every comparison is true or false, so that "not" is what it says', () => {
  const { sql } = compiled({ not: { number: { field: 'customer.age', from: '60' } } }, 'SETS');
  expect(sql).toMatch(/^NOT \(\(.* >= \$1::numeric\) IS TRUE\)$/);
});
