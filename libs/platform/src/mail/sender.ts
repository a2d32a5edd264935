/** The address of a sender as the configuration gives it: an address, or a name and an address. */
export const senderAddress = (from: string): string => /<([^<>]+)>$/.exec(from)?.[1] ?? from;
