import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { propertyPermissions } from './properties.permissions';
import { propertyEvents as events } from './property.events';
import { UnitState } from './unit/unit.type';

const permission = propertyPermissions['property:read'];
const communityId = publicField.id('community');
const buildingId = publicField.id('building');
const unitId = publicField.id('unit');
const state = publicField.code(...(Object.values(UnitState) as [string, ...string[]]));
const within = { community: 'communityId' } as const;

/** What of the register programs outside may be told. */
export const propertyPublicEvents: readonly PublicEvent[] = [
  publicEvent(events.communityCreated, {
    description: { en: 'A community was entered.', 'zh-CN': '新增项目。' },
    ...{ permission, place: within, data: { communityId } },
  }),
  publicEvent(events.communityUpdated, {
    description: { en: 'A community was changed.', 'zh-CN': '项目信息变更。' },
    ...{ permission, place: within, data: { communityId } },
  }),
  publicEvent(events.communityDeleted, {
    description: { en: 'A community was deleted.', 'zh-CN': '项目已删除。' },
    ...{ permission, place: within, data: { communityId } },
  }),
  publicEvent(events.buildingCreated, {
    description: { en: 'A building was entered.', 'zh-CN': '新增楼栋。' },
    ...{ permission, place: within, data: { buildingId, communityId } },
  }),
  publicEvent(events.buildingUpdated, {
    description: { en: 'A building was changed.', 'zh-CN': '楼栋信息变更。' },
    ...{ permission, place: { building: 'buildingId' }, data: { buildingId } },
  }),
  publicEvent(events.buildingDeleted, {
    description: { en: 'A building was deleted.', 'zh-CN': '楼栋已删除。' },
    ...{ permission, place: within, data: { buildingId } },
  }),
  publicEvent(events.unitCreated, {
    description: { en: 'A unit was entered.', 'zh-CN': '新增房屋。' },
    ...{ permission, place: within, data: { unitId, buildingId, communityId } },
  }),
  publicEvent(events.unitUpdated, {
    description: { en: 'A unit was changed.', 'zh-CN': '房屋信息变更。' },
    ...{ permission, place: { unit: 'unitId' }, data: { unitId } },
  }),
  publicEvent(events.unitStateChanged, {
    description: { en: 'A unit is vacant, occupied and so on from now on.', 'zh-CN': '房屋状态变更。' },
    ...{ permission, place: { unit: 'unitId' }, data: { unitId, from: state, to: state } },
  }),
  publicEvent(events.unitDeleted, {
    description: { en: 'A unit was deleted.', 'zh-CN': '房屋已删除。' },
    ...{ permission, place: within, data: { unitId } },
  }),
];
