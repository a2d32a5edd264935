import {
  batched,
  context,
  db,
  definePermissions,
  ForCustomers,
  IdArg,
  invalidField,
  notFound,
  RAW_ID,
  readOne,
  type Ref,
  ref,
  SignedIn,
  Watch,
} from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ALLOWED_TYPES } from './content-type';
import { fileTopic } from './file.topic';
import { CreateUploadInput, CreateUploadPayload, File, fileView } from './file.type';
import { FileUrls } from './file-urls';
import { fileMessages } from './files.messages';
import { PgFiles } from './pg-files';

/** Hours an uploaded file is kept for what it was uploaded for. */
const UPLOAD_HOURS = 24;

const OWN = 'files are read here only by whoever made them';

definePermissions({
  'file:upload': {
    description: { en: 'Upload files, e.g. for an import.', 'zh-CN': '上传文件，例如用于导入。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN', 'CASHIER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR'],
  },
});

@Resolver(() => File)
export class FileResolver {
  constructor(
    private readonly files: PgFiles,
    private readonly urls: FileUrls,
  ) {}

  @ForCustomers({ staffWith: ['file:upload'] })
  @Mutation(() => CreateUploadPayload, {
    description: 'Announces a file and answers where to send its content. It is kept for 24 hours.',
  })
  async createUpload(@Args('input') input: CreateUploadInput): Promise<{ file: Ref; url: string; expiresAt: Date }> {
    const { fileName: name, contentType, bytes } = input;
    if (!ALLOWED_TYPES.includes(contentType)) {
      const params = { given: contentType, allowed: ALLOWED_TYPES.join(', ') };
      throw invalidField('input.contentType', 'TYPE_NOT_ALLOWED', fileMessages.otherType, params);
    }
    const until = new Date(context().clock.now().getTime() + UPLOAD_HOURS * 3_600_000);
    const meta = { name, contentType, purpose: 'upload', expiresAt: until };
    const { id, url, expiresAt } = await this.files.announce(meta, bytes);
    return { file: ref('file', id), url, expiresAt };
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Query(() => File, { description: 'A file of the caller’s own making.' })
  async file(
    @IdArg('id', 'file', { description: 'Its id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    await requireOwn(id);
    return readOne(fileView, id, info);
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Watch(() => File, {
    topic: fileTopic,
    key: 'id',
    description: 'A file of the caller’s own making, now and after each change, e.g. until an image is ready.',
  })
  async fileChanged(
    @IdArg('id', 'file', { description: 'Its id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    await requireOwn(id);
    return readOne(fileView, id, info);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Address of a small picture of an image (WebP, at most 480 pixels a side), good for 15 minutes; null for what is no image or not stored yet.',
  })
  async thumbnailUrl(@Parent() file: { [RAW_ID]: string }, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const has = await batched(info, file[RAW_ID], thumbnailsOf);
    return has ? this.urls.thumbnail(file[RAW_ID]).url : null;
  }

  @ResolveField(() => String, {
    description: 'Address to download it from, good for 15 minutes; NOT_FOUND before it is stored.',
  })
  url(@Parent() file: { [RAW_ID]: string }): string {
    return this.urls.download(file[RAW_ID]).url;
  }
}

/** Others see a file where it belongs, through the object that refers to it. */
async function requireOwn(id: string): Promise<void> {
  const { actor, clock } = context();
  const [own] = await db().query('SELECT FROM atrium.file WHERE id = $1 AND actor_id = $2 AND expires_at > $3', [
    id,
    actor.id,
    clock.now(),
  ]);
  if (!own) throw notFound('File');
}

async function thumbnailsOf(ids: readonly string[]): Promise<ReadonlyMap<string, true>> {
  const rows = await db().query<{ id: string }>(
    'SELECT id FROM atrium.file WHERE id = ANY ($1::uuid[]) AND thumbnail_key IS NOT NULL',
    [ids],
  );
  return new Map(rows.map(({ id }) => [id, true]));
}
