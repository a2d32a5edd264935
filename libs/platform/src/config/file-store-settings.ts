import { choice, text, url } from './field';

/** Where the contents of files lie. */
export const FILE_STORE_SETTINGS = {
  store: choice({
    env: 'FILE_STORE',
    description:
      'Where the contents of files lie: `local`, in the data folder, or `s3`, in a bucket of an S3-compatible store. Every process needs the same one; more than one machine needs `s3` or a shared folder.',
    values: ['local', 's3'],
    default: 'local',
  }),
  s3Endpoint: url({
    env: 'S3_ENDPOINT',
    description: 'Address of the store; not needed for Amazon’s own.',
    schemes: ['http', 'https'],
    example: 'https://s3.example.com',
    defaultText: 'Amazon S3 of the region',
  }),
  s3Region: text({
    env: 'S3_REGION',
    description: 'Region of the bucket.',
    allowed: 'the name of a region, e.g. `cn-north-1`',
    isValid: (value) => /^[a-z0-9-]{1,40}$/.test(value),
    default: 'us-east-1',
  }),
  s3Bucket: text({
    env: 'S3_BUCKET',
    description: 'The bucket, which must be there. Needed with `FILE_STORE=s3`.',
    allowed: 'the name of a bucket',
    isValid: (value) => value === '' || /^[a-z0-9][a-z0-9.-]{2,62}$/.test(value),
    default: '',
    defaultText: 'none',
  }),
  s3AccessKeyId: text({
    env: 'S3_ACCESS_KEY_ID',
    description: 'Key of an account that may read, write, list and delete in the bucket. Needed with `FILE_STORE=s3`.',
    allowed: 'an access key id',
    isValid: (value) => value === '' || /^\S{1,200}$/.test(value),
    default: '',
    defaultText: 'none',
  }),
  s3SecretAccessKey: text({
    env: 'S3_SECRET_ACCESS_KEY',
    description: 'Its secret. Needed with `FILE_STORE=s3`.',
    allowed: 'a secret access key',
    isValid: (value) => value === '' || /^\S{1,200}$/.test(value),
    default: '',
    defaultText: 'none',
    secrecy: 'secret',
  }),
  s3PathStyle: choice({
    env: 'S3_PATH_STYLE',
    description:
      'Whether the bucket stands in the path of addresses (`yes`, as most stores of one’s own want it) or in the host name.',
    values: ['yes', 'no'],
    default: 'yes',
  }),
} as const;
