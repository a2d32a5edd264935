import { setTimeout as pause } from 'node:timers/promises';
import { generateDemoRegister } from '@atrium/core';
import { together } from '@atrium/sdk';
import { ApiClient } from '../../client/api-client';
import { importFile } from '../../client/import-file';
import { startProgram } from '../../harness/program';
import { askAtRate } from '../ask-at-rate';
import type { Loaded } from '../load';
import type { NoiseRequest } from '../noise-program';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillUnits } from './register-data';
import { writeRegister } from './register-file';

const NOISE_PROGRAM = require.resolve('../noise-program');
const IMPORTED_ROWS = 100_000;
const NOISY_UNITS = 10_000;
const QUIET_UNITS = 2_000;
/** Requests a second of the company that is disturbed: some ten people at work. */
const RATE = 20;
const SECONDS = 10;
/** The noise is there before it is measured beside. */
const LEAD_SECONDS = 3;
const LISTING = 24;
const ENTERING = 8;

const QUIET_QUERIES = [
  '{ buildings(first: 20) { nodes { id code name community { name } units(first: 3) { nodes { id code state } } } } }',
  '{ units(first: 20) { nodes { id code usage grossArea building { code } } } }',
];
const EXPENSIVE_LIST = `{ units(first: 200) {
  nodes { id code usage state grossArea building { code name community { id name } } occupancies(first: 5) { nodes { id } } }
  totalCount
} }`;
const CREATE = `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id code } } }`;

/** One company at full load, and what its neighbour notices of it. */
export const noisyNeighbour: Work = {
  name: 'noisyNeighbour',
  description: `95th percentile of a company that asks ${RATE} times a second, beside one with ${LISTING + ENTERING} connections of expensive lists and mutations and an import of ${IMPORTED_ROWS} rows; ÷ the same without`,
  unit: '×',
  better: 'lower',
  budget: { value: 1.5, ratioToLimit: null, peakMemoryMb: null },
  // Of two figures taken in turn.
  mix: { computing: 0, roundTrips: 0, bulkRows: 0 },
  prepare,
};

/** What keeps companies from each other, as it comes. */
const AS_IT_COMES = { TENANT_SHARE_PERCENT: '' };

async function prepare({ installation, tell }: Bench): Promise<PreparedWork> {
  const { dataDir, database } = installation;
  const api = await installation.startApi(AS_IT_COMES);
  const anonymous = new ApiClient(api.url);
  const url = `${api.url}/graphql`;
  const quiet = await newCompany(anonymous, 'quiet-neighbour');
  await fillUnits(database.adminUrl, quiet.tenantId, QUIET_UNITS);
  const csv = await writeRegister(dataDir, 'csv', generateDemoRegister({ seed: 3, units: IMPORTED_ROWS }));
  const worker = await installation.startWorker(AS_IT_COMES);
  const noise = await startProgram(NOISE_PROGRAM, {});
  const asked = {
    url,
    headers: quiet.api.headers,
    bodies: QUIET_QUERIES.map((query) => JSON.stringify({ query })),
    isWhole: (body: string) => body.startsWith('{"data":{') && !body.includes('"errors"'),
  };
  const disturb = async ({ headers }: ApiClient, seconds: number): Promise<Loaded[]> => {
    const input = { kind: 'PERSON', name: '王芳', contacts: [{ kind: 'PHONE', value: '13900139000' }] };
    const kinds = [
      { url, headers, bodies: [JSON.stringify({ query: EXPENSIVE_LIST })], connections: LISTING },
      { url, headers, bodies: [JSON.stringify({ query: CREATE, variables: { input } })], connections: ENTERING },
    ];
    const body = JSON.stringify({ kinds, seconds } satisfies NoiseRequest);
    const answer = await fetch(noise.url, { method: 'POST', body });
    if (!answer.ok) throw new Error(`The noise: ${await answer.text()}`);
    return (await answer.json()) as Loaded[];
  };
  await askAtRate(asked, RATE, SECONDS);
  let turn = 0;
  return {
    round: async () => {
      const noisy = await newCompany(anonymous, `noisy-neighbour-${++turn}`);
      await fillUnits(database.adminUrl, noisy.tenantId, NOISY_UNITS);
      const alone = await askAtRate(asked, RATE, SECONDS);
      const ask = async (): ReturnType<typeof askAtRate> => {
        await pause(LEAD_SECONDS * 1000);
        return askAtRate(asked, RATE, SECONDS);
      };
      const [beside, [lists, mutations], { state, failure }] = await together([
        ask(),
        disturb(noisy.api, LEAD_SECONDS + SECONDS),
        importFile(noisy.api, csv, { kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' }),
      ]);
      if (state !== 'SUCCEEDED') throw new Error(`The import beside it: ${state} ${JSON.stringify(failure)}`);
      tell(`noisyNeighbour: p95 ${alone.p95Ms.toFixed(1)} ms alone, ${beside.p95Ms.toFixed(1)} ms beside the noise`);
      return {
        value: beside.p95Ms / alone.p95Ms,
        limit: null,
        notes: {
          aloneP95Ms: alone.p95Ms,
          besideP95Ms: beside.p95Ms,
          aloneMedianMs: alone.medianMs,
          besideMedianMs: beside.medianMs,
          noisyListsPerSecond: lists!.requestsPerSecond,
          noisyMutationsPerSecond: mutations!.requestsPerSecond,
        },
      };
    },
    peakMemory: () => Promise.resolve(null),
    end: async () => {
      await noise.stop();
      await worker.stop();
      await api.stop();
    },
  };
}
