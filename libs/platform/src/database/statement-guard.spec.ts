import { guardStatement } from './statement-guard';

it.each([
  'SELECT 1',
  "SELECT 'SET ROLE x; COMMIT' AS text",
  'SELECT $$ set_config $$, $tag$ ; BEGIN $tag$',
  '/* SET /* nested */ ROLE */ SELECT 1 -- COMMIT;\n',
  'WITH gone AS (DELETE FROM plg_a.t RETURNING id) INSERT INTO plg_a.u SELECT id FROM gone;',
  '(SELECT 1) UNION (SELECT 2)',
  'UPDATE plg_a.t SET name = $1 WHERE id = $2',
  'MERGE INTO plg_a.t USING plg_a.u ON t.id = u.id WHEN MATCHED THEN DELETE',
  "SELECT E'it\\'s; COMMIT'",
  'SELECT current_setting($1), "setting" FROM plg_a.t',
])('lets reading and writing pass: %s', (text) => expect(() => guardStatement(text)).not.toThrow());

it.each([
  ['SET ROLE atrium_owner', 'it begins with SET'],
  ['set local app.tenant_id = $1', 'it begins with SET'],
  ['RESET ROLE', 'it begins with RESET'],
  ['COMMIT', 'it begins with COMMIT'],
  ['/* SELECT */ ROLLBACK', 'it begins with ROLLBACK'],
  ['SAVEPOINT a', 'it begins with SAVEPOINT'],
  ['DO $$ BEGIN PERFORM 1; END $$', 'it begins with DO'],
  ['CREATE TABLE plg_a.t (id int)', 'it begins with CREATE'],
  ['SELECT 1; SET ROLE atrium_owner', 'it is more than one'],
  ["SELECT 1;SELECT ';'", 'it is more than one'],
  ["SELECT set_config('app.tenant_id', $1, true)", 'it calls set_config'],
  ['SELECT pg_catalog."set_config"($1, $2, true)', 'it calls set_config'],
  ['SELECT SET_CONFIG ($1, $2, true)', 'it calls set_config'],
  ['SELECT U&"\\0073et_config"($1, $2, true)', 'it has names or texts in Unicode escapes'],
  ["SELECT query_to_xml('COMMIT', true, true, '')", 'it calls query_to_xml'],
  ["SELECT pg_notify('atrium_access', $1)", 'it calls pg_notify'],
  ['SELECT * INTO plg_a.copy FROM plg_a.t', 'SELECT INTO makes a table'],
  ["SELECT 'no end", 'a text has no end'],
  ['SELECT 1 /* no end', 'a comment has no end'],
  ['', 'it begins with nothing'],
])('refuses %s', (text, reason) => expect(() => guardStatement(text)).toThrow(reason));
