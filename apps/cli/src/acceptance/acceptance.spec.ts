import { sliceByBorough } from './borough-slices';
import { compareBuildings, compareNumbers, type ReadBuilding } from './comparison';
import { complaintsByBuilding, complaintsOf, countYear, union } from './independent-count';
import { readPublishedCounts } from './published-counts';

const HEADER = 'borough,zip,incident_address,lat,long,num_complaints';
const FILE = [
  HEADER,
  'BRONX,10451,109 EAST  153 STREET,40.823932,-73.928033,108',
  'QUEENS,11354,1 MAIN STREET,40.7,-73.8,1',
  'BRONX,10451,109 EAST  153 STREET,40.823940,-73.928040,2',
  'BRONX,10452,109 EAST  153 STREET,40.9,-73.9,3',
].join('\r\n');

describe('independent count', () => {
  it('counts lines and distinct buildings by borough, each where its first line has it', () => {
    const counted = countYear(`${FILE}\r\n`);
    expect([...counted.keys()]).toEqual(['BRONX', 'QUEENS']);
    const bronx = counted.get('BRONX')!;
    expect(bronx.lines).toBe(3);
    expect([...bronx.buildings.keys()]).toEqual(['10451|109 EAST  153 STREET', '10452|109 EAST  153 STREET']);
    expect(bronx.buildings.get('10451|109 EAST  153 STREET')).toMatchObject({
      lat: '40.823932',
      long: '-73.928033',
      complaints: 110,
    });
    expect(complaintsOf(bronx.buildings)).toBe(113);
    expect(complaintsByBuilding(bronx.buildings, bronx.buildings).get('10452|109 EAST  153 STREET')).toBe(6);
  });

  it.each([
    ['another header', 'borough,zip\n'],
    ['a quoted value', `${HEADER}\nBRONX,1,"A, B",1,2,3`],
    ['a short line', `${HEADER}\nBRONX,1,A`],
    ['a line without complaints', `${HEADER}\nBRONX,1,A,1,2,0`],
  ])('refuses %s', (_, content) => expect(() => countYear(content)).toThrow());

  it('joins two years, the later one deciding', () => {
    const at = (lat: string) => ({ address: 'A', zip: '1', lat, long: '2', complaints: 1 });
    const both = union(
      new Map([['a', at('1')]]),
      new Map([
        ['a', at('5')],
        ['b', at('6')],
      ]),
    );
    expect([...both]).toEqual([
      ['a', at('5')],
      ['b', at('6')],
    ]);
  });
});

it('cuts a file by borough without touching a byte', () => {
  const slices = sliceByBorough(Buffer.from(FILE));
  expect([...slices.keys()]).toEqual(['BRONX', 'QUEENS']);
  const lines = FILE.split('\n');
  expect(slices.get('QUEENS')!.toString()).toBe(`${lines[0]}\n${lines[2]}\n`);
  expect(slices.get('BRONX')!.toString()).toBe(`${lines[0]}\n${lines[1]}\n${lines[3]}\n${lines[4]}`);
});

describe('comparison', () => {
  const { buildings: expected } = countYear(FILE).get('BRONX')!;
  const building = (change: Partial<ReadBuilding> = {}): ReadBuilding => ({
    id: 'building_1',
    address: '109 EAST  153 STREET',
    postcode: '10451',
    location: { latitude: 40.823932, longitude: -73.928033 },
    community: { name: 'BRONX' },
    ...change,
  });
  const other = building({ postcode: '10452', location: { latitude: 40.9, longitude: -73.9 } });

  it('finds nothing where all is as the file says', () => {
    expect(compareBuildings('BRONX', expected, [building(), other])).toEqual([]);
  });

  it.each<[string, ReadBuilding[], string]>([
    ['a missing building', [building()], '10452|109 EAST  153 STREET is missing'],
    ['one twice', [building(), other, other], 'is there twice'],
    ['one that is in no file', [building(), other, building({ address: '1 ELSEWHERE' })], 'is in no file'],
    ['another spelling', [building({ address: '109 EAST 153 STREET' }), other], 'is in no file'],
    ['another community', [building({ community: { name: 'QUEENS' } }), other], 'is in QUEENS, not in BRONX'],
    ['another place', [building({ location: { latitude: 40.82394, longitude: -73.928033 } }), other], 'the file says'],
    ['no place', [building({ location: null }), other], 'is at null'],
  ])('tells of %s', (_, actual, sentence) => {
    expect(compareBuildings('BRONX', expected, actual)).toContainEqual(expect.stringContaining(sentence));
  });

  it('compares numbers', () => {
    expect(compareNumbers('Units', 144, 144)).toEqual([]);
    expect(compareNumbers('Units', 144, 143)).toEqual(['Units: 143 instead of 144']);
    expect(compareNumbers('Units', 144, undefined)).toHaveLength(1);
  });
});

describe('published counts', () => {
  it('reads the table of the data', () => {
    const counts = readPublishedCounts(`# Real input
| year | Bronx | Staten Island | all |
| --- | --- | --- | --- |
| 2020 lines / complaints | 7,146 / 59,145 | 544 / 1,653 | 7,690 / 60,798 |
| 2020 distinct buildings | 7,108 | 541 | 7,649 |
| 2021 lines / complaints | 9,298 / 70,138 | 772 / 2,278 | 10,070 / 72,416 |
| 2021 distinct buildings | 8,165 | 730 | 8,895 |
| 2020 and 2021 together, distinct buildings | 10,387 | 1,060 | 11,447 |
`);
    expect([...counts.keys()]).toEqual(['BRONX', 'STATEN ISLAND']);
    expect(counts.get('STATEN ISLAND')).toEqual({
      lines2020: 544,
      complaints2020: 1653,
      buildings2020: 541,
      lines2021: 772,
      complaints2021: 2278,
      buildings2021: 730,
      buildingsUnion: 1060,
    });
  });

  it('finds none where there is no table', () => expect(readPublishedCounts('Nothing.').size).toBe(0));
});
