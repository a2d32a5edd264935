import {
  Allow,
  db,
  defineList,
  defineView,
  f,
  filter,
  IdArg,
  invalidField,
  type ListTypes,
  newId,
  notFound,
  readList,
  readOne,
  ref,
  registerConstraint,
  staleVersion,
  type View,
} from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { customerView, requireCustomer } from '../../customers';
import { communityView } from '../../properties';
import { OPEN, requireSpan } from '../days';
import { feeMessages } from '../fees.messages';
import { feePermissions } from '../fees.permissions';
import {
  CreateServiceContractInput,
  EndServiceContractInput,
  ServiceContract,
  ServiceContractPayload,
} from './contract.inputs';

registerConstraint('service_contract_number_key', feeMessages.numberTaken, 'input.number');

const contractView: View = defineView({
  type: 'ServiceContract',
  idType: 'service_contract',
  table: 'atrium.service_contract',
  nodeAccess: ['fee:read'],
  fields: {
    id: f.id('service_contract'),
    community: f.one(() => communityView, 'community_id'),
    number: f.column('number'),
    kind: f.column('kind'),
    startsOn: f.date('starts_on'),
    endsOn: f.sql((t) => `CASE WHEN isfinite(${t}.ends_on) THEN to_char(${t}.ends_on, 'YYYY-MM-DD') END`),
    developer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'developer_id'),
    ),
    serviceStandard: f.column('service_standard'),
    feeBasis: f.column('fee_basis'),
    hasLateFeeClause: f.column('has_late_fee_clause'),
    version: f.column('version'),
  },
});

const ContractList: ListTypes = defineList({
  view: contractView,
  node: ServiceContract,
  filters: {
    community: filter.id('community', 'community_id', 'Of this community.'),
    number: filter.text('number', 'By number.'),
  },
  orders: { START: { columns: [{ column: 'starts_on', type: 'date' }], description: 'By the first day.' } },
  defaultOrder: { field: 'START' },
});

@Resolver()
export class ContractsResolver {
  @Allow(feePermissions['fee:read'])
  @Query(() => ContractList.Connection, { description: 'Service contracts of communities.' })
  serviceContracts(
    @Args({ type: () => ContractList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(ContractList.definition, info);
  }

  @Allow(feePermissions['fee:read'])
  @Query(() => ServiceContract, { description: 'One service contract.' })
  serviceContract(
    @IdArg('id', 'service_contract', { description: 'The contract.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(contractView, id, info);
  }

  @Allow(feePermissions['fee:manage'])
  @Mutation(() => ServiceContractPayload, {
    description: 'Enters a service contract. A community has one at a time; CONFLICT for a number taken.',
  })
  async createServiceContract(@Args('input') input: CreateServiceContractInput): Promise<ServiceContractPayload> {
    const { communityId, number, kind, startsOn, endsOn, developerId, serviceStandard, feeBasis } = input;
    requireSpan(startsOn, endsOn);
    const [community] = await db().query('SELECT id FROM atrium.community WHERE id = $1 FOR NO KEY UPDATE', [
      communityId,
    ]);
    if (!community) throw notFound('Community');
    if (developerId) await requireCustomer(developerId);
    await refuseOverlap(communityId, startsOn, endsOn ?? OPEN);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.service_contract (id, community_id, number, kind, starts_on, ends_on, developer_id,
         service_standard, fee_basis, has_late_fee_clause)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        communityId,
        number,
        kind,
        startsOn,
        endsOn ?? OPEN,
        developerId ?? null,
        serviceStandard || null,
        feeBasis,
        input.hasLateFeeClause,
      ],
    );
    return { contract: ref('service_contract', id) };
  }

  @Allow(feePermissions['fee:manage'])
  @Mutation(() => ServiceContractPayload, { description: 'Sets the end of a service contract.' })
  async endServiceContract(
    @Args('input') { id, version, endsOn }: EndServiceContractInput,
  ): Promise<ServiceContractPayload> {
    const [row] = await db().query<{ starts_on: string; version: number }>(
      'SELECT starts_on::text, version FROM atrium.service_contract WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!row) throw notFound('ServiceContract');
    if (row.version !== version) throw staleVersion(version, row.version);
    requireSpan(row.starts_on, endsOn);
    await db().execute(
      'UPDATE atrium.service_contract SET ends_on = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [id, endsOn],
    );
    return { contract: ref('service_contract', id) };
  }
}

async function refuseOverlap(communityId: string, startsOn: string, endsOn: string): Promise<void> {
  const [other] = await db().query<{ number: string; from: string }>(
    `SELECT number, starts_on::text AS "from" FROM atrium.service_contract
     WHERE community_id = $1 AND starts_on < $3::date AND ends_on > $2::date LIMIT 1`,
    [communityId, startsOn, endsOn],
  );
  if (!other) return;
  throw invalidField('input.startsOn', 'SPANS_OVERLAP', feeMessages.overlap, { other: other.number, from: other.from });
}
