import {
  apiClientThatCalls,
  disabledStaff,
  failedImport,
  failedSignIn,
  invitationCode,
  PASSWORD,
  passwordResetCode,
  twoAlike,
  unitChangesHands,
  uploadRows,
} from './core-makers';
import { OPERATOR, operatorCode, supportReads } from './operator';
import { FRESH, freshly, made, OMITTED, type Samples, value } from './samples';
import { startSession } from './sign-in';

const SOME_PERMISSIONS = [value(['property:read'])];

/** What the fields of the core demand. */
export const coreSamples: Samples = {
  values: {
    'Query.searchUnits.query': [made((world) => world.markOf('unit'))],
    'Query.searchBuildings.query': [made((world) => world.markOf('building'))],
    'Query.searchCustomers.query': [made((world) => world.markOf('customer'))],
    'Query.buildingsNear.radius': [value(1000)],

    'SignInInput.slug': [made(({ tenant }) => tenant.slug)],
    'SignInInput.email': [made(({ tenant }) => tenant.admin.email)],
    'SignInInput.password': [made(({ tenant }) => tenant.admin.password)],
    'RefreshSessionInput.refreshToken': [
      made(async ({ tenant }, tools) => (await startSession(tools, tenant)).refreshToken),
    ],
    'SignUpTenantInput.slug': [made((world) => world.text('code'))],
    'SignUpTenantInput.locale': [value('en')],
    'SignUpTenantInput.timeZone': [value('Asia/Shanghai')],
    'SignUpTenantInput.currency': [value('CNY')],
    'SignUpAdminInput.password': [value(PASSWORD)],
    'UpdateTenantInput.locale': [value('en')],
    'UpdateTenantInput.timeZone': [value('Asia/Shanghai')],
    'BrandingInput.primaryColor': [value('#0a7d5a')],

    'RequestPasswordResetInput.slug': [made(({ tenant }) => tenant.slug)],
    'RequestPasswordResetInput.email': [made((world) => world.text('email'))],
    'ResetPasswordInput.token': [made(passwordResetCode)],
    'ResetPasswordInput.password': [value(PASSWORD)],
    'ChangeOwnPasswordInput.currentPassword': [made(({ tenant }) => tenant.admin.password)],
    'ChangeOwnPasswordInput.newPassword': [value('another horse battery')],
    'AcceptInvitationInput.token': [made(invitationCode)],
    'AcceptInvitationInput.password': [value(PASSWORD)],
    'Mutation.enableStaff.input.staffId': [freshly(disabledStaff)],
    'Mutation.disableStaff.input.staffId': [FRESH],
    'DataScopeInput.kind': [value('COMMUNITIES')],
    'CreateRoleInput.permissions': SOME_PERMISSIONS,
    'UpdateRoleInput.permissions': SOME_PERMISSIONS,
    'CreateApiClientInput.permissions': SOME_PERMISSIONS,
    'UpdateApiClientInput.permissions': SOME_PERMISSIONS,

    'OperatorSignInInput.email': [value(OPERATOR.email)],
    'OperatorSignInInput.password': [value(OPERATOR.password)],
    'OperatorSignInInput.code': [OMITTED],
    'ConfirmOperatorTotpInput.code': [made(operatorCode)],

    'CustomerContactInput.kind': [value('EMAIL')],
    'CustomerContactInput.value': [made((world) => world.text('email'))],
    'CreateCustomerInput.kind': [value('PERSON')],
    'CreateCustomerInput.preferredLanguage': [value('en')],
    'CreateCustomerInput.birthday': [value('1980-02-29')],
    'IdentityDocumentInput.kind': [value('PASSPORT')],
    'IdentityDocumentInput.number': [made((world) => `E${String(10_000_000 + world.number())}`)],
    'MergeCustomersInput.duplicateId': [FRESH],

    'CreateUploadInput.contentType': [value('text/csv')],
    'StartImportInput.mapping': [OMITTED],
    'StartImportInput.saveMapping': [OMITTED],
  },
  makers: {
    file: (world, tools) => uploadRows(world, tools, `小区,楼栋,房号\n${world.text('words')},1,101\n`),
    joberror: failedImport,
  },
  personal: {
    session: 'one sees and ends one’s own sessions alone',
    job: 'its result can hold what others may not read',
    joberror: 'as its job',
    file: 'as what it was made from',
  },
  extras: {
    'a sign-in that fails': failedSignIn,
    'an API client that calls': apiClientThatCalls,
    'two customers who look alike': twoAlike,
    'a unit that changes hands': unitChangesHands,
    'support that is let in and reads': supportReads,
  },
  answersNothing: {
    'Query.permissions': 'the permissions there are, the same for every company',
    'Query.tenantUsage': 'numbers alone, by no argument but the tenant that is set',
    'Query.platformHealth': 'numbers of the whole installation, for those who run it',
    'Query.platformViewer': 'the operator, who is of no tenant',
    'Query.exportLists': 'the lists there are, the same for every company',
    'Query.importKinds': 'the kinds there are, the same for every company',
  },
  technicalColumns: {
    'atrium.api_client_use.last_used_at': 'the time of a call, whatever it asked for',
    'atrium.api_client_use.last_used_ip': 'as its time',
  },
  emptyTables: {},
  openFunctions: {
    'app.find_tenant': 'a sign-in page shows the company of a slug before anybody is signed in',
    ...Object.fromEntries(
      [
        ...['confirm_operator_totp', 'current_operator', 'current_operator_account', 'end_operator_session'],
        ...['find_operator', 'find_operator_session', 'lock_operator_attempts', 'operator_session_lives'],
        ...['set_operator_totp', 'start_operator_session', 'store_operator_attempt', 'platform_health'],
      ].map((name) => [`app.${name}`, 'it is about operators and the installation, which are of no tenant']),
    ),
  },
  functionArguments: {
    'app.search_customers': (words) => words.map((word) => ['', [word], null, null, null, null, null, 10]),
  },
  silentFunctions: {
    'app.write_customer_search': 'writes what customers are found by, and answers nothing',
    'app.keep_statistics': 'has the tables of imports analysed, and answers nothing',
    'app.reserve_quota': 'counts for the tenant that is set, and answers nothing',
    'app.enqueue_job': 'queues work for the tenant that is set and answers the new job alone',
  },
};
