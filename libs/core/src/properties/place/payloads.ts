import { Field, ID, ObjectType } from '@nestjs/graphql';

type Type = new () => object;

/** Payload of a mutation that answers one object, e.g. `CreateUnitPayload { unit: Unit! }`. */
export function payloadOf(mutation: string, node: Type, field: string): Type {
  const name = `${mutation}Payload`;
  const Payload = { [name]: class {} }[name]! as Type;
  ObjectType(name, { description: `Answer of ${mutation.charAt(0).toLowerCase()}${mutation.slice(1)}.` })(Payload);
  Field(() => node, { description: 'As it is now.' })(Payload.prototype, field);
  return Payload;
}

/** Payload of a mutation that deletes one object, e.g. `DeleteUnitPayload { deletedUnitId: ID! }`. */
export function deletedPayloadOf(type: string): Type {
  const name = `Delete${type}Payload`;
  const Payload = { [name]: class {} }[name]! as Type;
  ObjectType(name, { description: `Answer of delete${type}.` })(Payload);
  Field(() => ID, { description: 'Id of what is gone.' })(Payload.prototype, `deleted${type}Id`);
  return Payload;
}
