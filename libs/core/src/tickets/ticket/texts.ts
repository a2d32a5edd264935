/** Texts that several inputs have, with their limits in characters. */
export const title = { description: 'What it is, in a line.', max: 200 };
export const description = { description: 'What happened.', max: 8000, nullable: true, multiline: true };
export const wants = { description: 'What the customer wants (诉求).', max: 1000, nullable: true, multiline: true };
export const note = (what: string) => ({ description: what, max: 2000, nullable: true, multiline: true });
