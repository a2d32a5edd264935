import { assetPath } from './graphiql-assets';

export interface GraphiqlPage {
  /** Path or URL of the GraphQL endpoint. */
  endpoint: string;
  /** Path or URL of graphql-transport-ws; without it subscriptions are refused in the page. */
  subscriptionEndpoint?: string;
  /** Value of the script nonce in the Content-Security-Policy: base64, new for every answer. */
  nonce: string;
  /** Where the assets are served, without a slash at its end. */
  basePath?: string;
  /** Shown in the tab and above the editor. */
  title?: string;
  /** In the editor at the first visit. */
  defaultQuery?: string;
}

export const GRAPHIQL_PATH = '/graphiql';
const TITLE = 'Atrium';
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="28" height="28"><path fill="#0f766e" d="M3 21V9l9-6 9 6v12h-6v-7a3 3 0 0 0-6 0v7z"/></svg>';
const DEFAULT_QUERY = `# Ctrl-Enter runs the operation, Ctrl-Space completes, Shift-Ctrl-P formats.
# After signing in, put the access token behind "Bearer" in the headers below.

query {
  __typename
}
`;
const DEFAULT_HEADERS = '{\n  "Authorization": "Bearer "\n}';

/** The GraphiQL page: everything it needs comes from this server, nothing from another. */
export function renderGraphiqlPage(page: GraphiqlPage): string {
  if (!/^[A-Za-z0-9+/_=-]{16,}$/.test(page.nonce))
    throw new RangeError(`nonce must be at least 16 characters of base64, was ${JSON.stringify(page.nonce)}`);
  const { basePath = GRAPHIQL_PATH, title = TITLE } = page;
  const asset = (name: Parameters<typeof assetPath>[1]) => escapeHtml(assetPath(basePath, name));
  const config = {
    endpoint: page.endpoint,
    subscriptionEndpoint: page.subscriptionEndpoint ?? null,
    title: escapeHtml(title),
    logo: LOGO,
    defaultQuery: page.defaultQuery ?? DEFAULT_QUERY,
    defaultHeaders: DEFAULT_HEADERS,
    workers: {
      editorWorkerService: assetPath(basePath, 'editor.worker.js'),
      json: assetPath(basePath, 'json.worker.js'),
      graphql: assetPath(basePath, 'graphql.worker.js'),
    },
  };
  const script = (name: Parameters<typeof assetPath>[1]) =>
    `<script nonce="${page.nonce}" defer src="${asset(name)}"></script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} GraphiQL</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}">
<link rel="stylesheet" href="${asset('graphiql.css')}">
<style>html, body, #root { height: 100%; margin: 0; }</style>
<script type="application/json" id="graphiql-config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
${script('boot.js')}
${script('graphql-ws.js')}
${script('graphiql.js')}
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

/**
 * The Content-Security-Policy of the page. Styles may be inline because the editor (Monaco) writes them at run time; scripts need
 * the nonce, and nothing is loaded from elsewhere but answers of the endpoints.
 */
export function graphiqlContentSecurityPolicy(
  page: Pick<GraphiqlPage, 'nonce' | 'endpoint' | 'subscriptionEndpoint'>,
): string {
  const elsewhere = [page.endpoint, page.subscriptionEndpoint ?? '']
    .filter((url) => /^(https?|wss?):\/\//.test(url))
    .map((url) => new URL(url).origin);
  return [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    ['connect-src', "'self'", ...new Set(elsewhere)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
