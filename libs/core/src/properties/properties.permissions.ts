import { definePermissions, type ReadyRole } from '@atrium/sdk';

const EVERYBODY: Exclude<ReadyRole, 'ADMIN'>[] = [
  'SERVICE_AGENT',
  'DISPATCHER',
  'TECHNICIAN',
  'CASHIER',
  'FINANCE_MANAGER',
  'QUALITY_INSPECTOR',
  'AUDITOR',
];

/** The register of properties is read by all staff; the service centre keeps it, engineering keeps the equipment. */
export const propertyPermissions = definePermissions({
  'property:read': {
    description: {
      en: 'See communities, buildings, sections, units, common areas and equipment.',
      'zh-CN': '查看项目、楼栋、单元、房屋、公共区域和设备。',
    },
    roles: EVERYBODY,
  },
  'property:manage': {
    description: {
      en: 'Create, change, import and delete communities, buildings, sections, units and common areas.',
      'zh-CN': '新建、修改、导入和删除项目、楼栋、单元、房屋和公共区域。',
    },
    roles: ['SERVICE_AGENT'],
  },
  'equipment:manage': {
    description: { en: 'Create, change and delete equipment.', 'zh-CN': '新建、修改和删除设备。' },
    roles: ['TECHNICIAN', 'DISPATCHER'],
  },
});
