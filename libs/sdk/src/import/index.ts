export * from './column-mapping';
export * from './contact-types';
export * from './define-fields';
export * from './field-formats';
export * from './field-types';
export * from './import-kind';
export * from './recordset';
export * from './seek';
