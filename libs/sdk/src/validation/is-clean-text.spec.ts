import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { IsOptional, validateSync } from 'class-validator';
import { IS_CLEAN_TEXT, IsCleanText } from './is-clean-text';

class Input {
  @IsCleanText({ max: 4 })
  name: string;

  @IsOptional()
  @IsCleanText({ max: 10, multiline: true })
  note?: string | null;

  @IsOptional()
  @IsCleanText({ max: 3 }, { each: true })
  tags?: string[];
}

const check = (plain: object) => {
  const input = plainToInstance(Input, plain);
  const messages = validateSync(input).flatMap((error) => Object.entries(error.constraints ?? {}));
  return { input, messages };
};

describe('@IsCleanText', () => {
  it('cleans what it accepts', () => {
    const { input, messages } = check({ name: ' 张伟 ', note: 'a\r\nb', tags: [' x', 'y'] });
    expect(messages).toEqual([]);
    expect(input).toEqual({ name: '张伟', note: 'a\nb', tags: ['x', 'y'] });
  });

  it.each([
    [{ name: '张伟张伟张' }, 'name must have 1 to 4 characters, has 5'],
    [{ name: '   ' }, 'name must have 1 to 4 characters, has 0'],
    [
      { name: 'a\nb' },
      'name must have no control or direction characters (nor line breaks and tabs), has U+000A at position 2',
    ],
    [
      { name: 'a', note: 'x\u0007' },
      'note must have no control or direction characters (except line break and tab), has U+0007 at position 2',
    ],
    [{ name: 7 }, 'name must be a text, was number'],
    [{}, 'name must be a text, was undefined'],
    [{ name: null }, 'name must be a text, was null'],
    [{ name: 'a', tags: ['ok', 'long'] }, 'each value in tags must have 1 to 3 characters, has 4'],
  ])('refuses %j', (plain, message) => expect(check(plain).messages).toEqual([[IS_CLEAN_TEXT, message]]));

  it('leaves what is optional alone', () => expect(check({ name: 'a', note: null }).messages).toEqual([]));

  it('refuses rules that no text can meet', () => {
    expect(() => IsCleanText({ max: 2, min: 3 })).toThrow(
      'IsCleanText needs whole numbers 0 <= min <= max, was min 3, max 2',
    );
  });
});
