import { chooseDelimiter } from './csv-dialect';

const split = (lines: string[]) =>
  new Map([',', ';', '\t'].map((delimiter) => [delimiter, lines.map((line) => line.split(delimiter))]));

describe('chooseDelimiter', () => {
  it.each([
    ['commas', ['a,b,c', '1,2,3'], ','],
    ['semicolons', ['a;b;c', '1;2;3'], ';'],
    ['tabs', ['a\tb', '1\t2'], '\t'],
    ['decimal commas in a semicolon file', ['a;b', '1,5;2', '3,5;4,5', '7;8'], ';'],
    ['one comma in every line of a semicolon file', ['x,y;b;c', '1,5;2;3', '2,5;2;3'], ';'],
    ['a title line above', ['Register 2026', 'a;b', '1;2', '3;4'], ';'],
    ['ragged lines', ['a,b,c', '1,2', '1,2,3', '1,2,3'], ','],
    ['one column', ['address', 'Main Street 1', 'High Street 2'], ','],
    ['one column with a delimiter here and there', ['address', 'Main Street 1; rear', 'High Street 2'], ','],
    ['nothing', [], ','],
  ])('%s', (_, lines, expected) => {
    expect(chooseDelimiter(split(lines))).toBe(expected);
  });
});
