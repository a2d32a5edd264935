import {
  Allow,
  batched,
  db,
  defineList,
  defineView,
  f,
  Files,
  filter,
  type ListTypes,
  RAW_ID,
  readList,
  ref,
  type View,
} from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { chargeView } from '../charges/charge.views';
import { customerView } from '../../customers';
import { buildingView, communityView } from '../../properties';
import { staffView } from '../../staff';
import { FeeDocumentPayload } from '../documents/document.types';
import { feePermissions } from '../fees.permissions';
import {
  DemandKindEnum,
  ExpiringClaim,
  FeeCollector,
  FeeCollectorPayload,
  FeeDemand,
  FeeDemandPayload,
  PrintEvidenceInput,
  RecordFeeDemandInput,
  SetFeeCollectorInput,
} from './claim.types';
import { DemandsService } from './demands.service';

const nodeAccess: readonly [string, ...string[]] = ['fee:read'];

const demandView: View = defineView({
  type: 'FeeDemand',
  idType: 'fee_demand',
  table: 'atrium.fee_demand',
  nodeAccess,
  fields: {
    id: f.id('fee_demand'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    community: f.one(() => communityView, 'community_id'),
    charges: {
      kind: 'array',
      view: () => chargeView,
      link: (demand, c) => `${c}.tenant_id = ${demand}.tenant_id AND ${c}.id = ANY (${demand}.charge_ids)`,
      orderBy: (c) => `${c}.due_on, ${c}.id`,
    },
    kind: f.column('kind'),
    means: f.column('means'),
    madeOn: f.date('made_on'),
    proof: f.column('proof'),
  },
});

const DemandList: ListTypes = defineList({
  view: demandView,
  node: FeeDemand,
  filters: {
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    kind: filter.enum('FeeDemandKind', DemandKindEnum, 'kind', 'By what they are.'),
    madeOn: filter.date('made_on', 'By day.'),
  },
  orders: { MADE: { columns: [{ column: 'made_on', type: 'date' }], description: 'By day.' } },
  defaultOrder: { field: 'MADE', direction: 'DESC' },
});

const claimView: View = defineView({
  type: 'ExpiringClaim',
  idType: 'expiring_claim',
  table: 'atrium.fee_claim_alert',
  nodeAccess,
  fields: {
    id: f.id('expiring_claim'),
    charge: f.one(() => chargeView, 'charge_id'),
    endsOn: f.date('ends_on'),
  },
});

const ClaimList: ListTypes = defineList({
  view: claimView,
  node: ExpiringClaim,
  // The last alert of a charge of which something is owed.
  where: (t) => `EXISTS (SELECT FROM atrium.fee_charge c WHERE c.tenant_id = ${t}.tenant_id AND c.id = ${t}.charge_id
      AND c.principal_due + c.late_fee_due + c.costs_due > 0 AND c.voided_at IS NULL)
    AND NOT EXISTS (SELECT FROM atrium.fee_claim_alert a WHERE a.tenant_id = ${t}.tenant_id AND a.charge_id = ${t}.charge_id
      AND a.ends_on > ${t}.ends_on)`,
  filters: {
    community: filter.id('community', 'community_id', 'In this community.'),
    endsOn: filter.date('ends_on', 'By the last day.'),
  },
  orders: { END: { columns: [{ column: 'ends_on', type: 'date' }], description: 'By the last day.' } },
  defaultOrder: { field: 'END' },
});

const collectorView: View = defineView({
  type: 'FeeCollector',
  idType: 'fee_collector',
  table: 'atrium.fee_collector',
  nodeAccess,
  fields: {
    id: f.id('fee_collector'),
    community: f.one(() => communityView, 'community_id'),
    building: f.one(() => buildingView, 'building_id'),
    staff: f.guarded(
      'staff:read',
      f.one(() => staffView, 'staff_id'),
    ),
  },
});

const CollectorList: ListTypes = defineList({
  view: collectorView,
  node: FeeCollector,
  filters: {
    community: filter.id('community', 'community_id', 'In this community.'),
    staff: filter.id('staff', 'staff_id', 'Where this member of staff collects.'),
  },
  orders: { ID: { columns: [], description: 'By when they were set.' } },
  defaultOrder: { field: 'ID' },
});

const READ = feePermissions['fee:read'];

@Resolver()
export class ClaimsResolver {
  constructor(private readonly demands: DemandsService) {}

  @Allow(READ)
  @Query(() => DemandList.Connection, { description: 'Demands for debts and acknowledgements, the newest first.' })
  feeDemands(@Args({ type: () => DemandList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(DemandList.definition, info);
  }

  @Allow(READ)
  @Query(() => ClaimList.Connection, {
    description:
      'Claims that are about to be limited, as each night finds them: the days before are a setting of the company.',
  })
  expiringClaims(
    @Args({ type: () => ClaimList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(ClaimList.definition, info);
  }

  @Allow(READ)
  @Query(() => CollectorList.Connection, { description: 'Who collects fees where.' })
  feeCollectors(
    @Args({ type: () => CollectorList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(CollectorList.definition, info);
  }

  @Allow(feePermissions['fee-demand:record'])
  @Mutation(() => FeeDemandPayload, {
    description:
      'Notes a demand that can be proved, or an acknowledgement: the time of limitation of those charges begins anew (Civil Code, article 195). Charges of several communities are noted one by one.',
  })
  async recordFeeDemand(@Args('input') input: RecordFeeDemandInput): Promise<FeeDemandPayload> {
    return { demand: ref('fee_demand', await this.demands.record(input)) };
  }

  @Allow(READ)
  @Mutation(() => FeeDocumentPayload, {
    description:
      'Prints what proves the claims against a debtor: contract, charges, demands with proof, part payments.',
  })
  async printEvidence(@Args('input') input: PrintEvidenceInput): Promise<FeeDocumentPayload> {
    return { document: ref('fee_document', await this.demands.printEvidence(input)) };
  }

  @Allow(feePermissions['fee:manage'])
  @Mutation(() => FeeCollectorPayload, {
    description: 'Says who collects in a building, or in what is left of a community, in place of whoever did.',
  })
  async setFeeCollector(@Args('input') input: SetFeeCollectorInput): Promise<FeeCollectorPayload> {
    const id = await this.demands.setCollector(input);
    return { collector: id && ref('fee_collector', id) };
  }
}

@Resolver(() => FeeDemand)
export class FeeDemandResolver {
  constructor(private readonly files: Files) {}

  @ResolveField(() => String, {
    nullable: true,
    description: 'Signed address of the file that proves it, good for a short time.',
  })
  async proofUrl(@Parent() demand: Record<string, string>, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const url = await batched(info, demand[RAW_ID]!, async (ids) => {
      const rows = await db().query<{ id: string; file: string }>(
        'SELECT id, file_id AS file FROM atrium.fee_demand WHERE id = ANY ($1::uuid[]) AND file_id IS NOT NULL',
        [ids],
      );
      return new Map(rows.map(({ id, file }) => [id, this.files.shareUrl(file).url]));
    });
    return url ?? null;
  }
}
