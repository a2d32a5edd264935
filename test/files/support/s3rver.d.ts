/** What the tests use of it; the package brings no types. */
declare module 's3rver' {
  /** Of Koa, which it is made with. */
  export type Middleware = (
    ctx: {
      readonly method: string;
      readonly path: string;
      readonly query: Record<string, string | undefined>;
      status: number;
      type: string;
      body: string;
    },
    next: () => Promise<void>,
  ) => void | Promise<void>;

  export default class S3rver {
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      directory: string;
      configureBuckets: { name: string; configs: string[] }[];
    });
    readonly middleware: Middleware[];
    readonly store: { initiateUpload(bucket: string, key: string, uploadId: string, metadata: object): Promise<void> };
    run(): Promise<object>;
    close(): Promise<void>;
  }
}
