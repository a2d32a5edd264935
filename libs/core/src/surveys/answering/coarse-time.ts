/** SQL of the day, for what must not tell the time. */
export const today = (): string => `date_trunc('day', now())`;
