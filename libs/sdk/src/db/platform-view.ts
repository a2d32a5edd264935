/**
 * Reading as the platform itself, within the running transaction: all rows of the tenant, whatever who acts may see, and with
 * every permission. For rules of the company that hold whoever acts, such as which promise a ticket falls under: what is
 * read decides, and is shown to nobody.
 */
export abstract class PlatformView {
  /** @param part of the platform that looks, for errors and the log */
  abstract look<T>(part: string, task: () => Promise<T>): Promise<T>;
}
