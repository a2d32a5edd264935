export * from './files';
export * from './release-files';
