export { ErasureIncompleteError, ErasureRefusedError, type ErasureReport, eraseTenant } from './erase-tenant';
export { type ArchiveManifest, ARCHIVE_PURPOSE, writeTenantArchive } from './tenant-archive';
export { inOrderOfErasure, readTenantTables, type TenantTable } from './tenant-tables';
