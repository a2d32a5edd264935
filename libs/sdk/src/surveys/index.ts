export * from './survey-triggers';
