import {
  GraphQLID,
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  type GraphQLInputObjectType,
} from 'graphql';
import type { Operation, Surface } from './surface';

/** A place in the arguments of an operation where an id is taken. */
export interface IdPosition {
  /** Dotted as in the variables, the first item of a list as `0`: `input.contacts.0.unitId`, `filter.buildingId.in`. */
  readonly path: string;
  /** Prefix of the ids taken. */
  readonly idType: string;
  /** Several ids are taken. */
  readonly isList: boolean;
  /** Ids of any type are taken: this is one of them. */
  readonly isAny: boolean;
  /** The same input field stands higher up, too: a filter within a filter. */
  readonly isRepeated: boolean;
}

/** A filter nests in itself (`and`, `or`, `not`): this many times one type is followed. */
const MAX_NESTING = 2;

/** Every place where an operation takes an id. A place for any id becomes one for each type of nodes. */
export function idPositions(surface: Surface, operation: Operation): IdPosition[] {
  const found: IdPosition[] = [];
  const note = (path: string, type: GraphQLInputType, idType: string | undefined, isRepeated = false): void => {
    if (idType === undefined) throw new Error(`${operation.name}: nobody says of which type the id ${path} is`);
    const types = idType === '*' ? [...surface.nodes.keys()] : [idType];
    for (const one of types)
      found.push({ path, idType: one, isList: isListType(getNullableType(type)), isAny: idType === '*', isRepeated });
  };
  const walk = (path: string, type: GraphQLInputType, trail: readonly GraphQLInputObjectType[]): void => {
    const named = getNamedType(type);
    if (!isInputObjectType(named) || trail.filter((one) => one === named).length >= MAX_NESTING) return;
    const at = isListType(getNullableType(type)) ? `${path}.0` : path;
    for (const field of Object.values(named.getFields())) {
      const below = `${at}.${field.name}`;
      if (getNamedType(field.type) === GraphQLID) {
        note(below, field.type, surface.idTypeOfInput(named, field.name), new Set(trail).size < trail.length);
      } else walk(below, field.type, [...trail, named]);
    }
  };
  for (const argument of operation.field.args) {
    if (getNamedType(argument.type) === GraphQLID) {
      note(argument.name, argument.type, operation.idTypeOf(argument.name));
    } else walk(argument.name, argument.type, []);
  }
  return found;
}
