import { defineMessages, defineRule } from '@atrium/sdk';
import { Field } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

/** More is no password, and hashing it would be work for nothing. */
const MAX_CHARACTERS = 256;

const messages = defineMessages('password', {
  length: { en: 'Must be 1 to {max} characters.', 'zh-CN': '长度须为 1 到 {max} 个字符。' },
});

defineRule('isPassword', {
  code: 'INVALID_PASSWORD',
  message: messages.length,
  params: () => ({ max: MAX_CHARACTERS }),
});

/**
 * A password as it was typed, blanks included; composed alike (NFKC) whatever the keyboard sent. Whether it is fit to
 * be chosen is for `checkPassword`.
 */
export function PasswordField(description: string): PropertyDecorator {
  return (target, key) => {
    Field(() => String, { description })(target, key);
    Transform(({ value }) => (typeof value === 'string' ? value.normalize('NFKC') : (value as unknown)))(target, key);
    ValidateBy({
      name: 'isPassword',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value !== '' && [...value].length <= MAX_CHARACTERS,
      },
    })(target, key);
  };
}
