export { FilesModule, openFileStore } from './files.module';
export { LocalFileStore } from './local-file-store';
export { Files1700000040000 } from './migrations/1700000040000-files';
