/** Which teams staff belong to, as far as files of staff say: those who keep teams know the staff, not the reverse. */
export abstract class TeamMemberships {
  /** Teams the caller sees, by name. `FORBIDDEN` for who may not change teams. */
  abstract all(): Promise<readonly { readonly id: string; readonly name: string }[]>;

  /**
   * Makes the person a member of just these teams, of those the caller sees. Answers whether that changed anything.
   * `FORBIDDEN` when a team that changes works beyond the communities the caller is limited to.
   */
  abstract assign(staffId: string, teamIds: readonly string[]): Promise<boolean>;
}
