export { FilesModule, openFileStore } from './files.module';
export { fileView } from './file.type';
export { FileSweep, type Swept } from './file-sweep';
export { FileChanges1700000160020 } from './migrations/1700000160020-file-changes';
export { S3FileStore } from './s3-file-store';
export { LocalFileStore } from './local-file-store';
export { Files1700000040000 } from './migrations/1700000040000-files';
