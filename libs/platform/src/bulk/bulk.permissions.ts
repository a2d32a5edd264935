import { definePermissions } from '@atrium/sdk';

/** Each kind of import and export asks for a permission of its own besides. */
export const bulkPermissions = definePermissions({
  'import:run': {
    description: { en: 'Import files', 'zh-CN': '导入文件' },
    roles: ['SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
  'export:run': {
    description: { en: 'Export lists to files', 'zh-CN': '导出列表' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
});
