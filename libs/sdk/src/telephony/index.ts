export * from './telephony';
