import type { MappingProblem } from '@atrium/sdk';
import { BulkFailure } from '../job/bulk-failure';
import { importMessages as m } from './import.messages';

/** What is wrong with a mapping, in words. */
export function mappingFailure(problem: MappingProblem): BulkFailure {
  switch (problem.code) {
    case 'UNKNOWN_FIELD':
      return new BulkFailure(problem.code, m.mappingUnknownField, {
        field: problem.field,
        allowed: problem.allowed.join(', '),
      });
    case 'UNKNOWN_HEADER':
      return new BulkFailure(problem.code, m.mappingUnknownHeader, {
        header: problem.header,
        allowed: problem.allowed.join(', '),
      });
    case 'HEADER_USED_TWICE':
      return new BulkFailure(problem.code, m.mappingUsedTwice, {
        header: problem.header,
        fields: problem.fields.join(', '),
      });
    case 'FIELD_NOT_MAPPED':
      return new BulkFailure(problem.code, m.mappingMissing, { field: problem.field });
  }
}
