import fc from 'fast-check';
import { ContactKind, normalContact, normalPhone } from './contact.policy';

const phone = (text: string) => normalContact(ContactKind.PHONE, text);
const email = (text: string) => normalContact(ContactKind.EMAIL, text);

describe('phones', () => {
  it.each([
    ['13800138000', '13800138000', null, '138****8000'],
    ['+86 138-0013-8000', '13800138000', null, '138****8000'],
    ['１３８ ００１３ ８０００', '13800138000', null, '138****8000'],
    ['(010) 8888-6666 转 801', '01088886666', '801', '010****6666'],
    ['010-88886666#12', '01088886666', '12', '010****6666'],
    ['+1 (202) 555-0123 ext. 9', '12025550123', '9', '120****0123'],
    ['95555', '95555', null, '****5'],
  ])('%s is %s', (text, value, extension, masked) => {
    expect(phone(text)).toEqual({ value, extension, masked });
  });

  it.each(['', '无', '1380', '138 0013 8000 张先生', 'call me', '1234567890123456', '138001380O0'])(
    '%j is none',
    (text) => expect(phone(text)).toBeNull(),
  );

  it('is stored the same however often it is normalised', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9+() -]{5,20}$/), (text) => {
        const first = normalPhone(text);
        if (first) expect(normalPhone(first.value)?.value).toBe(first.value);
      }),
    );
  });
});

describe('e-mail addresses', () => {
  it.each([
    [' Zhang.Wei@Example.COM ', 'zhang.wei@example.com', 'zha***@example.com'],
    ['a+b@mail.example.org', 'a+b@mail.example.org', 'a***@mail.example.org'],
    ['张伟@例子.中国', '张伟@例子.中国', '***@例子.中国'],
  ])('%j is %s', (text, value, masked) => expect(email(text)).toEqual({ value, extension: null, masked }));

  it.each(['', 'zhang', 'zhang@', '@example.com', 'a b@example.com', 'a@b', 'a@@example.com', 'a@-x.com', 'a@x..com'])(
    '%j is none',
    (text) => expect(email(text)).toBeNull(),
  );

  it('has at most 254 characters', () => {
    expect(email(`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(65)}.com`)).not.toBeNull();
    expect(email(`aa@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(65)}.com`)).toBeNull();
  });
});
