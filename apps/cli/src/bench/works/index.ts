import type { Work } from '../work';
import { buildingList } from './building-list';

/** Everything that is measured, in the order in which it is done. */
export const WORKS: readonly Work[] = [buildingList];
