import { readArguments, validationFailed } from '@atrium/sdk';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { ValidationError } from 'class-validator';
import { problemsOf } from './problems';

class InvalidInput extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('Invalid input');
  }
}

/**
 * Turns input objects into their classes and checks their rules. Nothing is stripped: an input field without a rule
 * (a generated one) would vanish silently. The arguments of lists are left to the read model.
 */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => new InvalidInput(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.metatype && readArguments.has(metadata.metatype)) return value;
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw validationFailed(...problemsOf(error.errors, metadata.data ?? ''));
    }
  }
}
