import { context, DateTimeScalar, defineList, defineView, f, type Message, Node, renderMessage } from '@atrium/sdk';
import { Field, Float, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Community, communityView } from '../properties';
import { TakeOverPart } from './taken-tables';

registerEnumType(TakeOverPart, {
  name: 'TakeOverPart',
  description: 'What of a community goes along.',
  valuesMap: {
    PROPERTIES: { description: 'The community with buildings, sections, units, common areas and equipment. Always.' },
    CUSTOMERS: {
      description: 'Customers who live, lived or work there, their contacts and consents, and occupancies.',
    },
    DOCUMENTS: { description: 'Identity documents and sensitive profiles of those customers.' },
    HISTORY: { description: 'What happened with them: calls, visits and notes.' },
  },
});

export enum AfterTakeOver {
  KEEP = 'KEEP',
  ERASE_CUSTOMERS = 'ERASE_CUSTOMERS',
}
registerEnumType(AfterTakeOver, {
  name: 'AfterTakeOver',
  description: 'What becomes of what was taken over, at the company that gave it.',
  valuesMap: {
    KEEP: { description: 'It stays, for the terms the law sets.' },
    ERASE_CUSTOMERS: {
      description: 'Occupancies end, and customers who had to do with this community alone are erased; books stay.',
    },
  },
});

export enum CommunityOfferState {
  OFFERED = 'OFFERED',
  ACCEPTED = 'ACCEPTED',
  TAKEN = 'TAKEN',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(CommunityOfferState, {
  name: 'CommunityOfferState',
  description: 'Where an offer stands.',
  valuesMap: {
    OFFERED: { description: 'Its code can be used until it expires.' },
    ACCEPTED: { description: 'Another company has accepted it; it is being taken over.' },
    TAKEN: { description: 'It was taken over.' },
    WITHDRAWN: { description: 'It was taken back.' },
  },
});

export enum CommunityTakeoverState {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
}
registerEnumType(CommunityTakeoverState, {
  name: 'CommunityTakeoverState',
  description: 'Where a take-over stands.',
  valuesMap: {
    RUNNING: { description: 'It is under way.' },
    DONE: { description: 'Everything is here.' },
    FAILED: { description: 'Nothing came; `failure` says why. The offer stands again.' },
  },
});

@ObjectType({ description: 'How many rows of a table.' })
export class TakenCount {
  @Field({ description: 'The table, such as `unit`.' })
  table: string;
  @Field(() => Float, { description: 'How many rows.' })
  rows: number;
}

@ObjectType({ implements: () => Node, description: 'The offer of a community to another company (项目移交).' })
export class CommunityOffer implements Node {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field(() => Community, { nullable: true, description: 'The community; null when the caller does not see it.' })
  community: Community | null;
  @Field(() => [TakeOverPart], { description: 'What goes along.' })
  parts: TakeOverPart[];
  @Field(() => AfterTakeOver, { description: 'What becomes of it here afterwards.' })
  afterwards: AfterTakeOver;
  @Field(() => CommunityOfferState, { description: 'Where it stands.' })
  state: CommunityOfferState;
  @Field({ description: 'Name of who offered it.' })
  offeredBy: string;
  @Field(() => DateTimeScalar, { description: 'Until when its code can be used.' })
  expiresAt: Date;
  @Field(() => String, { nullable: true, description: 'Name of the company that accepted it; null before.' })
  takenBy: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken over; null before.' })
  takenAt: Date | null;
  @Field(() => [TakenCount], { description: 'How much went; empty before.' })
  counts: TakenCount[];
  @Field(() => DateTimeScalar, { description: 'When it was offered.' })
  createdAt: Date;
}

@ObjectType({ description: 'Why a take-over failed.' })
export class TakeoverFailure {
  @Field({ description: 'For programs, e.g. `LIMIT_EXCEEDED`.' })
  code: string;
  @Field({ description: 'For people, in the caller’s language.' })
  message: string;
}

@ObjectType({ implements: () => Node, description: 'A community that came from another company.' })
export class CommunityTakeover implements Node {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field({ description: 'Name of the company that gave it.' })
  fromCompany: string;
  @Field({ description: 'Name of the community when it was offered.' })
  communityName: string;
  @Field(() => [TakeOverPart], { description: 'What came along.' })
  parts: TakeOverPart[];
  @Field(() => CommunityTakeoverState, { description: 'Where it stands.' })
  state: CommunityTakeoverState;
  @Field(() => TakeoverFailure, { nullable: true, description: 'Why it failed; null unless it did.' })
  failure: TakeoverFailure | null;
  @Field({ description: 'Name of who accepted it.' })
  acceptedBy: string;
  @Field(() => [TakenCount], { description: 'How much came; empty before it is done.' })
  counts: TakenCount[];
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over.' })
  finishedAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was accepted.' })
  createdAt: Date;
}

const counts = f.sql(
  (t) => `${t}.counts`,
  (value) =>
    Object.entries(value as Record<string, number>).map(([table, rows]) => ({ table: table.split('.').at(-1), rows })),
);

const nodeAccess = ['community:hand-over'] as const;

export const communityOfferView = defineView({
  type: 'CommunityOffer',
  idType: 'community_offer',
  table: 'atrium.community_offer',
  nodeAccess,
  fields: {
    id: f.id('community_offer'),
    community: f.one(() => communityView, 'community_id'),
    parts: f.column('parts'),
    afterwards: f.column('afterwards'),
    state: f.column('state'),
    offeredBy: f.column('offered_by'),
    expiresAt: f.instant('expires_at'),
    takenBy: f.column('taken_by'),
    takenAt: f.instant('taken_at'),
    counts,
    createdAt: f.instant('created_at'),
  },
});

export const communityTakeoverView = defineView({
  type: 'CommunityTakeover',
  idType: 'community_takeover',
  table: 'atrium.community_takeover',
  nodeAccess,
  fields: {
    id: f.id('community_takeover'),
    fromCompany: f.column('from_name'),
    communityName: f.column('community_name'),
    parts: f.column('parts'),
    state: f.column('state'),
    failure: f.sql(
      (t) => `${t}.failure`,
      (value) => {
        const { code, message, params } = value as { code: string; message: Message; params?: Record<string, string> };
        return { code, message: renderMessage(message, context().locale, params) };
      },
    ),
    acceptedBy: f.column('accepted_by'),
    counts,
    finishedAt: f.instant('finished_at'),
    createdAt: f.instant('created_at'),
  },
});

const byTime = {
  orders: { CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' as const }], description: 'By time.' } },
  defaultOrder: { field: 'CREATED' as const, direction: 'DESC' as const },
};

export const CommunityOfferList = defineList({ view: communityOfferView, node: CommunityOffer, ...byTime });
export const CommunityTakeoverList = defineList({ view: communityTakeoverView, node: CommunityTakeover, ...byTime });
