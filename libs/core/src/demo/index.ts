export { generateDemoRegister } from './generate-demo-register';
export type { DemoOptions } from './generate-demo-register';
export type * from './demo-types';
export { SeededRandom } from './seeded-random';
