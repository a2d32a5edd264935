/**
 * Statements that are sent one behind the other without waiting for answers. Where one fails its error is thrown, but
 * not before all have ended: none of them may reach the database after the roll-back that follows.
 */
export async function together<T extends readonly unknown[]>(tasks: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  try {
    return (await Promise.all(tasks)) as unknown as T;
  } catch (error) {
    await Promise.allSettled(tasks);
    throw error;
  }
}
