/**
 * Runs in the browser before GraphiQL: says where Monaco's workers are, and starts GraphiQL with a fetcher of ours that sends
 * the headers of the headers editor with every request, and as connection parameters with every subscription
 * (graphql-transport-ws). The token stays out of the browser's storage and the query out of the address.
 */
export const BOOT_SCRIPT = `'use strict';
(() => {
  const config = JSON.parse(document.getElementById('graphiql-config').textContent);
  self.MonacoEnvironment = {
    globalAPI: false,
    getWorkerUrl: (_module, label) => config.workers[label] || config.workers.editorWorkerService,
  };

  const operationType = (params, documentAST) => {
    const operations = (documentAST ? documentAST.definitions : []).filter((one) => one.kind === 'OperationDefinition');
    const chosen = operations.find((one) => one.name && one.name.value === params.operationName) || operations[0];
    return chosen ? chosen.operation : 'query';
  };

  const request = async (params, headers) => {
    const response = await fetch(config.endpoint, {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json, application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(params),
    });
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      return { errors: [{ message: 'HTTP ' + response.status + ': ' + text.slice(0, 500) }] };
    }
  };

  const subscribe = async function* (params, headers) {
    const url = new URL(config.subscriptionEndpoint, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const connectionParams = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const client = graphqlWs.createClient({ url: url.href, connectionParams, retryAttempts: 0 });
    try {
      yield* client.iterate(params);
    } catch (error) {
      if (Array.isArray(error)) return void (yield { errors: error });
      const closed = typeof error.code === 'number' ? 'closed with ' + error.code + ' ' + error.reason : 'could not be opened';
      throw error instanceof Error ? error : new Error('WebSocket ' + url.href + ' ' + closed);
    } finally {
      client.dispose();
    }
  };

  // the template in the headers editor has no token yet: that is nobody, not a wrong token
  const filledIn = (headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => !/^\\s*(bearer)?\\s*$/i.test(value)));

  const fetcher = (params, options) => {
    const headers = filledIn((options && options.headers) || {});
    if (operationType(params, options && options.documentAST) !== 'subscription') return request(params, headers);
    if (config.subscriptionEndpoint) return subscribe(params, headers);
    throw new Error('This endpoint has no subscriptions.');
  };

  document.addEventListener('DOMContentLoaded', () => {
    YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
      fetcher,
      title: config.title,
      logo: config.logo,
      defaultQuery: config.defaultQuery,
      headers: config.defaultHeaders,
      defaultEditorToolsVisibility: 'headers',
      shouldPersistHeaders: false,
      onEditQuery: () => history.replaceState(null, '', location.pathname),
    });
  });
})();
`;
