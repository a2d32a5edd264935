export enum CustomerKind {
  PERSON = 'PERSON',
  ORGANISATION = 'ORGANISATION',
}
