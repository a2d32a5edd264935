export * from './timeline-source';
