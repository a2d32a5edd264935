import { newId, searchScope } from '@atrium/sdk';
import { searchTerms } from './search-terms';

const tenantId = newId();
const scope = searchScope(tenantId);

describe('search terms', () => {
  it('are none where nothing was typed to search by', () => {
    expect(searchTerms(' ,。- ', tenantId)).toBeNull();
  });

  it('look for a door as a whole first, and as the beginning of one after', () => {
    const terms = searchTerms('1101', tenantId)!;
    expect(terms.best).toEqual([`('${scope}u:1101')`]);
    expect(terms.wanted[0]).toContain(`'${scope}u:1101':*`);
  });

  it('stay within the scope of the tenant', () => {
    const { wanted, best } = searchTerms('和园 grand 3-2-1101', tenantId)!;
    for (const query of [...wanted, ...best]) {
      expect(query.match(/'[^']+'/g)!.every((lexeme) => lexeme.startsWith(`'${scope}`))).toBe(true);
    }
  });

  it('are the same for the best hits where no word can be a door or a name alone', () => {
    const { wanted, best } = searchTerms('138 0013 8000', tenantId)!;
    expect(best).toEqual(wanted);
  });
});
