import { Field, Int, type ReturnTypeFunc } from '@nestjs/graphql';
import { IsIn, IsInt, IsOptional, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { Transform, Type } from 'class-transformer';

export interface InputOptions {
  description: string;
  nullable?: boolean;
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/u;

/** A text input: trimmed length in characters, no control characters (line breaks only where `multiline`). */
export function TextField(
  options: InputOptions & { max: number; min?: number; multiline?: boolean } & (
      { matches: RegExp; example: string } | { matches?: undefined; example?: undefined }
    ),
): PropertyDecorator {
  const { max, min = options.nullable ? 0 : 1, multiline = false, matches, example } = options;
  return (target, key) => {
    Field(() => String, { description: options.description, nullable: options.nullable ?? false })(target, key);
    Transform(({ value }) => (typeof value === 'string' ? value.normalize('NFC').trim() : (value as unknown)))(
      target,
      key,
    );
    if (options.nullable) IsOptional()(target, key);
    ValidateBy({
      name: matches ? 'isTextLike' : 'isText',
      constraints: [min, max, example],
      validator: {
        validate: (value: unknown) => {
          if (typeof value !== 'string' || CONTROL.test(value) || (!multiline && /[\r\n\t]/.test(value))) return false;
          const length = [...value].length;
          return length >= min && length <= max && (!matches || matches.test(value));
        },
      },
    })(target, key);
  };
}

/** A whole number input within bounds. */
export function IntField(
  options: InputOptions & { min: number; max: number; defaultValue?: number },
): PropertyDecorator {
  return (target, key) => {
    Field(() => Int, {
      description: options.description,
      nullable: options.nullable ?? false,
      defaultValue: options.defaultValue,
    })(target, key);
    if (options.nullable) IsOptional()(target, key);
    IsInt()(target, key);
    Min(options.min)(target, key);
    Max(options.max)(target, key);
  };
}

/** Any other scalar or enum input: GraphQL itself has checked the type. */
export function ValueField(
  type: ReturnTypeFunc,
  options: InputOptions & { defaultValue?: unknown },
): PropertyDecorator {
  return (target, key) => {
    Field(type as () => typeof String, {
      description: options.description,
      nullable: options.nullable ?? false,
      defaultValue: options.defaultValue as string | undefined,
    })(target, key);
    IsOptional()(target, key);
  };
}

/** A nested input object, or a list of them, validated with its parent. */
export function NestedField(
  type: () => new () => object,
  options: InputOptions & { list?: boolean; max?: number },
): PropertyDecorator {
  return (target, key) => {
    Field(() => (options.list ? [type()] : type()), {
      description: options.description,
      nullable: options.nullable ?? false,
    })(target, key);
    if (options.nullable) IsOptional()(target, key);
    Type(type)(target, key);
    ValidateNested({ each: options.list ?? false })(target, key);
  };
}

/** `version` of an update input: the version of the object the change was made from; 0 where it need not exist yet. */
export function VersionField(min: 0 | 1 = 1): PropertyDecorator {
  return IntField({
    description: 'Version of the object this change was made from; a stale one is a CONFLICT.',
    min,
    max: 2_147_483_647,
  });
}

/** `idempotencyKey` of an input that creates or moves money: the same key and input gives the same answer for 24 h. */
export function IdempotencyKeyField(): PropertyDecorator {
  return TextField({
    description:
      'Chosen by the client, kept 24 hours: repeating the call with the same key and input gives the same answer and no second effect.',
    nullable: true,
    max: 128,
    min: 1,
  });
}

export const OneOf = (values: readonly string[]): PropertyDecorator => IsIn(values as string[]);
