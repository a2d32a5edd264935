import {
  AccessChanges,
  AccessTokens,
  Cipher,
  type Clock,
  OperatorPrincipals,
  CustomerPrincipals,
  PasswordHasher,
  PersistedOperations,
  Principals,
  SignInPolicy,
  Transactions,
} from '@atrium/sdk';
import { type BeforeApplicationShutdown, Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../config';
import { NotificationListener } from '../database/notification-listener';
import { Authenticator } from '../graphql/authenticator';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { cipherOf } from './aes-gcm-cipher';
import { ApiClientUses } from './api-client-uses';
import { Argon2PasswordHasher } from './argon2-password-hasher';
import { CredentialAuthenticator } from './credential-authenticator';
import { JwtAccessTokens } from './jwt-access-tokens';
import { NotifiedAccessChanges } from './notified-access-changes';
import { PrincipalCache } from './principal-cache';

/** The principals of the context that knows them. */
const KNOWN = Symbol('atrium:known-principals');

/** A process without such a context knows nobody: every credential is refused. */
class NoPrincipals extends Principals {
  findStaffSession(): Promise<null> {
    return Promise.resolve(null);
  }

  findApiClient(): Promise<null> {
    return Promise.resolve(null);
  }

  recordApiClientUse(): Promise<void> {
    return Promise.resolve();
  }
}

const KNOWN_CUSTOMERS = Symbol('atrium:known-customers');

class NoCustomers extends CustomerPrincipals {
  findCustomerSession(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** Who is asking: secrets, tokens, and the look-up of whoever stands behind them. */
@Global()
@Module({
  providers: [
    PrincipalCache,
    { provide: PasswordHasher, useFactory: () => new Argon2PasswordHasher() },
    {
      provide: Cipher,
      inject: [CONFIG],
      useFactory: cipherOf,
    },
    {
      provide: JwtAccessTokens,
      inject: [CONFIG, CLOCK],
      useFactory: ({ secrets, signIn }: Config, clock: Clock) =>
        new JwtAccessTokens(Buffer.from(secrets.accessTokenSecret), clock, signIn.accessTokenTtlSeconds),
    },
    { provide: AccessTokens, useExisting: JwtAccessTokens },
    { provide: SignInPolicy, inject: [CONFIG], useFactory: ({ signIn }: Config): SignInPolicy => signIn },
    {
      provide: NotificationListener,
      inject: [PROCESS],
      useFactory: ({ databaseUrl, role }: ProcessOptions) =>
        new NotificationListener(databaseUrl, `atrium-${role}-notifications`),
    },
    {
      provide: AccessChanges,
      inject: [PrincipalCache, NotificationListener],
      useFactory: (cache: PrincipalCache, notifications: NotificationListener) => {
        const changes = new NotifiedAccessChanges(cache);
        changes.listenTo(notifications);
        return changes;
      },
    },
    {
      provide: KNOWN,
      inject: [{ token: Principals, optional: true }],
      useFactory: (principals?: Principals) => principals ?? new NoPrincipals(),
    },
    {
      provide: KNOWN_CUSTOMERS,
      inject: [{ token: CustomerPrincipals, optional: true }],
      useFactory: (customers?: CustomerPrincipals) => customers ?? new NoCustomers(),
    },
    {
      provide: ApiClientUses,
      inject: [Transactions, KNOWN, CLOCK],
      useFactory: (transactions: Transactions, principals: Principals, clock: Clock) =>
        new ApiClientUses(transactions, principals, clock),
    },
    {
      provide: Authenticator,
      inject: [
        JwtAccessTokens,
        Transactions,
        KNOWN,
        KNOWN_CUSTOMERS,
        PrincipalCache,
        ApiClientUses,
        CLOCK,
        { token: OperatorPrincipals, optional: true },
        { token: PersistedOperations, optional: true },
      ],
      useFactory: (...parts: ConstructorParameters<typeof CredentialAuthenticator>) =>
        new CredentialAuthenticator(...parts),
    },
  ],
  exports: [
    AccessChanges,
    AccessTokens,
    ApiClientUses,
    Authenticator,
    Cipher,
    NotificationListener,
    PasswordHasher,
    PrincipalCache,
    SignInPolicy,
  ],
})
export class AuthModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(NotificationListener) private readonly notifications: NotificationListener,
    @Inject(ApiClientUses) private readonly uses: ApiClientUses,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.notifications.open();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.uses.settled();
    await this.notifications.close();
  }
}
