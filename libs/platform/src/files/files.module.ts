import type { Server } from 'node:http';
import * as path from 'node:path';
import { type Clock, Files, FileStore, Jobs, Transactions } from '@atrium/sdk';
import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { deriveKey } from '../auth/keys';
import type { Config } from '../config';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { Authenticator } from '../graphql/authenticator';
import { counted } from './counted-store';
import { FileResolver } from './file.resolver';
import { FileRoutes } from './file-routes';
import { FileTokens } from './file-tokens';
import { FileUrls } from './file-urls';
import { FileSweep } from './file-sweep';
import { ImageRunner } from './image/image-runner';
import { LocalFileStore } from './local-file-store';
import { S3FileStore } from './s3-file-store';
import { PgFiles } from './pg-files';

/** Folder below the data folder. */
const FOLDER = 'files';

/** The configured address, else the one listened on: port 0 is any free one. */
function publicAddress({ http }: Config, host: HttpAdapterHost): string {
  if (http.publicUrl) return http.publicUrl.replace(/\/+$/, '');
  const server = host.httpAdapter?.getHttpServer() as Server | undefined;
  const address = server?.address();
  const port = typeof address === 'object' && address !== null ? address.port : http.port;
  return `http://${http.host.includes(':') ? `[${http.host}]` : http.host}:${port}`;
}

/** Where contents lie while the store is `local`. */
export const localStoreFolder = ({ general }: Config): string => path.resolve(general.dataDir, FOLDER);

/** The store the configuration names. */
export async function openFileStore(config: Config): Promise<FileStore> {
  const { files } = config;
  if (files.store === 'local') return counted(new LocalFileStore(localStoreFolder(config)));
  const store = await S3FileStore.open({
    endpoint: files.s3Endpoint,
    region: files.s3Region,
    bucket: files.s3Bucket,
    accessKeyId: files.s3AccessKeyId,
    secretAccessKey: files.s3SecretAccessKey,
    pathStyle: files.s3PathStyle === 'yes',
  });
  return counted(store);
}

/** Files in every process; the API also takes and gives their contents over HTTP. */
@Global()
@Module({
  providers: [
    FileResolver,
    { provide: FileStore, inject: [CONFIG], useFactory: openFileStore },
    ImageRunner,
    FileSweep,
    {
      provide: FileTokens,
      inject: [CONFIG],
      useFactory: ({ secrets }: Config) =>
        new FileTokens(deriveKey(Buffer.from(secrets.accessTokenSecret), 'file addresses')),
    },
    {
      provide: FileUrls,
      inject: [FileTokens, CLOCK, CONFIG, HttpAdapterHost],
      useFactory: (tokens: FileTokens, clock: Clock, config: Config, host: HttpAdapterHost) =>
        new FileUrls(tokens, clock, () => publicAddress(config, host)),
    },
    {
      provide: PgFiles,
      inject: [FileStore, FileUrls, CONFIG],
      useFactory: (store: FileStore, urls: FileUrls, { files }: Config) =>
        new PgFiles(store, urls, files.uploadMaxBytes),
    },
    { provide: Files, useExisting: PgFiles },
  ],
  exports: [Files, FileStore, FileUrls],
})
export class FilesModule implements OnModuleInit {
  constructor(
    @Inject(PROCESS) private readonly process: ProcessOptions,
    private readonly host: HttpAdapterHost,
    private readonly tokens: FileTokens,
    private readonly store: FileStore,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly authenticator: Authenticator,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (this.process.role !== 'api') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const { tokens, store, transactions, jobs, authenticator, clock } = this;
    new FileRoutes(tokens, store, transactions, jobs, authenticator, clock).register(server);
  }
}
