import { IsEmail } from 'class-validator';
import { type InputOptions, TextField } from './fields';

/** An e-mail address input, at most 254 characters (RFC 5321), kept in the case it was given in. */
export function EmailField(options: InputOptions): PropertyDecorator {
  return (target, key) => {
    TextField({ ...options, max: 254 })(target, key);
    IsEmail()(target, key);
  };
}
