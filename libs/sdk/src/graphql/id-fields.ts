import { Injectable, type PipeTransform } from '@nestjs/common';
import { Args, Field, ID } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { IsOptional, ValidateBy } from 'class-validator';
import { invalidField, type FieldProblem } from '../errors/atrium-error';
import { decodeId, idMessages } from '../ids/typed-id';

/** Type of object → the input fields and arguments that name one. Read by the boot check and the isolation proof. */
const inputIdFields = new Map<object, Map<string, string>>();
const argumentIds = new Map<string, string>();

/** Prefix of the ids a field of an input class takes; undefined where the field is no id. */
export function idTypeOfInputField(inputClass: object, field: string): string | undefined {
  for (let at: object | null = inputClass; at; at = Object.getPrototypeOf(at) as object | null) {
    const found = inputIdFields.get(at)?.get(field);
    if (found) return found;
  }
  return undefined;
}

/** Notes that a field of an input class takes ids of `type`. Every ID field must be noted, or the start fails. */
export function declareInputId(inputClass: object, field: string, type: string): void {
  const fields = inputIdFields.get(inputClass) ?? new Map<string, string>();
  inputIdFields.set(inputClass, fields.set(field, type));
}

/** Prefix of the ids an argument takes, by `ResolverClass.method.argument`. */
export const idTypeOfArgument = (key: string): string | undefined => argumentIds.get(key);
export const allIdArguments = (): ReadonlyMap<string, string> => argumentIds;

export class UndecodedId {
  constructor(
    readonly given: unknown,
    readonly problem: keyof typeof idMessages,
  ) {}
}

const decodeOrMark = (value: unknown, type: string): unknown => {
  if (value == null) return value;
  const decoded = decodeId(value, type);
  return decoded.ok ? decoded.uuid : new UndecodedId(value, decoded.problem);
};

export const idProblem = (
  path: string,
  given: unknown,
  problem: keyof typeof idMessages,
  expected: string,
): FieldProblem => ({
  path,
  code: problem === 'wrongType' ? 'ID_OF_WRONG_TYPE' : 'MALFORMED_ID',
  message: idMessages[problem],
  params: { given: String(given).slice(0, 96), expected },
});

export interface IdFieldOptions {
  description: string;
  nullable?: boolean;
  /** A list of ids. */
  list?: boolean;
}

/**
 * An input field that holds the id of a `type`. Clients send the typed id, the resolver gets the UUID; an id of
 * another type is a `VALIDATION_FAILED` on this field.
 */
export function IdField(type: string, options: IdFieldOptions): PropertyDecorator {
  return (target, key) => {
    const { description, nullable = false, list = false } = options;
    Field(() => (list ? [ID] : ID), { description, nullable })(target, key);
    Transform(({ value }) =>
      Array.isArray(value) ? value.map((one) => decodeOrMark(one, type)) : decodeOrMark(value, type),
    )(target, key);
    if (nullable) IsOptional()(target, key);
    ValidateBy({
      name: 'isIdOf',
      constraints: [type],
      validator: {
        validate: (value: unknown) =>
          Array.isArray(value) ? !value.some((one) => one instanceof UndecodedId) : !(value instanceof UndecodedId),
        defaultMessage: () => `must be the id of a ${type}`,
      },
    })(target, key);
    declareInputId(target.constructor, String(key), type);
  };
}

@Injectable()
class IdPipe implements PipeTransform<unknown, unknown> {
  constructor(
    private readonly type: string | null,
    private readonly path: string,
  ) {}

  transform(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.transform(one));
    if (value == null) return value;
    const decoded = decodeId(value, this.type ?? undefined);
    if (decoded.ok) return this.type ? decoded.uuid : decoded;
    const { code, message, params } = idProblem(this.path, value, decoded.problem, this.type ?? 'object');
    throw invalidField(this.path, code, message, params);
  }
}

/** An argument that holds the id of a `type`: the parameter receives the UUID. */
export function IdArg(name: string, type: string, options: Omit<IdFieldOptions, 'list'>): ParameterDecorator {
  return (target, method, index) => {
    argumentIds.set(`${target.constructor.name}.${String(method)}.${name}`, type);
    Args(
      name,
      { type: () => ID, description: options.description, nullable: options.nullable ?? false },
      new IdPipe(type, name),
    )(target, method, index);
  };
}

/** An argument that takes the id of any node: the parameter receives `{ type, uuid }`. */
export function AnyIdArg(name: string, options: { description: string }): ParameterDecorator {
  return (target, method, index) => {
    argumentIds.set(`${target.constructor.name}.${String(method)}.${name}`, '*');
    Args(name, { type: () => ID, description: options.description }, new IdPipe(null, name))(target, method, index);
  };
}
