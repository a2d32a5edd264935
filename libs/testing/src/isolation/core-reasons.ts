import type { Samples } from './samples';

/** Where there is nothing to prove in the core, and why. */
export const coreReasons = {
  personal: {
    session: 'one sees and ends one’s own sessions alone',
    job: 'its result can hold what others may not read',
    joberror: 'as its job',
    file: 'as what it was made from',
  },
  answersNothing: {
    'Query.retentionTerms': 'days for each kind of data, and when it was last looked through',
    'Query.secondFactor': 'where the caller’s own second factor stands, in yes and no',
    'Query.signInRules': 'rules in yes and no, and a version',
    'Query.permissions': 'the permissions there are, the same for every company',
    'Query.tenantUsage': 'numbers alone, by no argument but the tenant that is set',
    'Query.platformHealth': 'numbers of the whole installation, for those who run it',
    'Query.platformViewer': 'the operator, who is of no tenant',
    'Query.plugins': 'the plugins there are, the same for every company, with its settings',
    'Query.segmentCustomer': 'which parts of the rule hold, in words; names in it as in `explainSegmentRule`',
    'Query.segmentFields': 'what rules can ask, the same for every company with the same plugins',
    'Query.explainSegmentRule':
      'the words of the rule that is given; names in it are those of objects that the caller sees',
    'Query.exportLists': 'the lists there are, the same for every company',
    'Query.importKinds': 'the kinds there are, the same for every company',
  },
  emptyFields: {
    'AcceptInvitationPayload.challenge': 'in place of tokens where a second factor is demanded: by chance alone',
    'SignInPayload.tokens': 'the administrator has a second factor by then, and gets them from `completeSignIn`',
    'VerifyCustomerCodePayload.choices': 'those who share the contact that the code was sent to; here nobody does',
    'ViewerActor.customer': 'for customers alone, who are asked as such',
    'CommunityOffer.counts': 'numbers of rows, once a community was taken over',
    'CommunityTakeover.failure': 'a code and words of the platform',
    'File.problem': 'a code and words of the platform',
    'Job.failure': 'a code and words of the platform',
    'BillingRun.failure': 'words of the platform',
    'BillingSkip.message': 'words of the platform',
    'Segment.problems': 'codes and words of the platform, for rules that plugins left',
    'Segment.uses': 'what other contexts say they use it for: none does in the worlds',
  },
  technicalColumns: {
    'atrium.api_client_use.last_used_at': 'the time of a call, whatever it asked for',
    'atrium.api_client_use.last_used_ip': 'as its time',
  },
  emptyTables: {},
  sharedTables: {
    'atrium.counter': 'the number that the next thing gets, whoever makes it',
    'atrium.fee_item': 'the tariff, the same for everybody',
    'atrium.fee_item_version': 'as the items',
    'atrium.fee_item_price': 'as the items',
  },
  staffOnlyTables: {
    'atrium.segment_member': 'which audiences staff count a customer among',
    'atrium.customer_note': 'what staff write about customers for each other',
  },
  openFunctions: {
    'app.tenant_zones': 'the clock of all companies’ schedules: the worker alone may ask it',
    'app.is_allowed_origin': 'a browser may call from wherever any company has an app: the call itself is checked',
    'app.find_closed_tenant': 'by its id, a company that was closed: what is left to be done for it names it',
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
    'app.search_units': (words) => words.map((word) => [[word], [word], 10]),
    'app.search_customers': (words) => words.map((word) => ['', [word], null, null, null, null, null, 10]),
  },
  silentFunctions: {
    'app.event_backlog': 'numbers of the whole installation, refused while any tenant is set',
    'app.count_network_use': 'counts calls of networks, which belong to no company, and answers a time to wait',
    'app.write_customer_search': 'writes what customers are found by, and answers nothing',
    'app.keep_statistics': 'has the tables of imports analysed, and answers nothing',
    'app.purge_expired': 'deletes of the tenant that is set what is too old, and answers how much',
    'app.queue_notifications': 'puts down messages for the tenant that is set, and answers their ids',
    'app.cancel_notifications': 'stops messages of the tenant that is set, and answers how many',
    'app.emit_events': 'puts down events for the tenant that is set, and answers nothing',
    'app.replay_events': 'has events of the tenant that is set tried again, and answers how many',
    'app.reserve_quota': 'counts for the tenant that is set, and answers nothing',
    'app.move_tenant': 'moves the standing of the tenant that is set, for operators alone',
    'app.set_tenant_plan': 'sets the plan of the tenant that is set, for operators alone',
    'app.erase_customers': 'touches customers of the tenant that is set who are marked as erased, and answers counts',
    'app.enqueue_job': 'queues work for the tenant that is set and answers the new job alone',
  },
} satisfies Partial<Samples>;
