/** Origins from which browsers may call the API: those that public clients of any company are registered with. */
export abstract class AllowedOrigins {
  /** @param origin as a browser sends it, e.g. `https://app.example.com` */
  abstract isAllowed(origin: string): Promise<boolean>;
}
