import { Allow, context, definePermissions, RAW_ID, type Ref, ref } from '@atrium/sdk';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CreateUploadInput, CreateUploadPayload, File } from './file.type';
import { FileUrls } from './file-urls';
import { PgFiles } from './pg-files';

/** Hours an uploaded file is kept for what it was uploaded for. */
const UPLOAD_HOURS = 24;

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

  @Allow('file:upload')
  @Mutation(() => CreateUploadPayload, {
    description: 'Announces a file and answers where to send its content. It is kept for 24 hours.',
  })
  async createUpload(@Args('input') input: CreateUploadInput): Promise<{ file: Ref; url: string; expiresAt: Date }> {
    const { fileName: name, contentType, bytes } = input;
    const until = new Date(context().clock.now().getTime() + UPLOAD_HOURS * 3_600_000);
    const meta = { name, contentType, purpose: 'upload', expiresAt: until };
    const { id, url, expiresAt } = await this.files.announce(meta, bytes);
    return { file: ref('file', id), url, expiresAt };
  }

  @ResolveField(() => String, {
    description: 'Address to download it from, good for 15 minutes; NOT_FOUND before it is uploaded.',
  })
  url(@Parent() file: { [RAW_ID]: string }): string {
    return this.urls.download(file[RAW_ID]).url;
  }
}
