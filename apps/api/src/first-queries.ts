/** What stands in the sandbox page at the first visit: from nothing to the first answer. */
export const FIRST_QUERIES = `# 1. Run signIn with one of the demo logins that "npm start" printed.
# 2. Put the access token behind "Bearer" in the headers below.
# 3. Run firstQuery. Ctrl-Enter runs, Ctrl-Space completes, Shift-Ctrl-P formats.

mutation signIn {
  signIn(input: { slug: "demo", email: "admin@heyuan.example", password: "" }) {
    tokens {
      accessToken
    }
  }
}

query firstQuery {
  communities {
    totalCount
    nodes {
      id
      name
      unitCount
      buildings(first: 5) {
        nodes {
          id
          code
          units(first: 3) {
            nodes {
              id
              code
              usage
              state
            }
          }
        }
      }
    }
  }
}
`;
