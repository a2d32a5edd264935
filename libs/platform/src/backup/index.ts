export { BackupArchive } from './backup-archive';
export { BackupError, type BackupManifest, type BackupTable } from './backup-format';
export { restoreBackup, type RestoreOptions, type RestoreReport, type RestoreTarget } from './restore-backup';
export { type BackupOptions, type BackupSource, writeBackup } from './write-backup';
