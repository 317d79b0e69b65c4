// A provider to sign in with that others wrote: node's `oidc-provider`, where tests/run told the demo to find it.

import http from 'node:http';

import { Provider } from 'oidc-provider';

import { BASE_URL } from './site.js';

/** Address of the provider, as the demo knows it; empty where the demo has none. */
export const ISSUER = process.env.PARVIS_TEST_OIDC ?? '';
/** Name of the provider in the settings of the demo, its client and its secret. */
const [NAME, CLIENT, SECRET] = ['essai', 'parvis', 'secret-of-a-trial'];

const page = (uid) => `<!doctype html><html lang="en"><title>Trial</title><link rel="icon" href="data:,">
  <form method="post" action="/interaction/${uid}"><label>Who <input name="who" value="lea"></label><button>Go</button></form>`;

/** Starts the provider; it knows everybody who types a name, and gives their address as checked. */
export async function startProvider() {
  const provider = new Provider(ISSUER, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${BASE_URL}/connexion/retour/${NAME}`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['trial'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Léa Essai', email: `${id}@essai.example.org`, email_verified: true }),
    }),
  });
  const callback = provider.callback();
  const server = http.createServer((request, response) => {
    const uid = /^\/interaction\/([\w-]+)$/u.exec(request.url)?.[1];
    const answer = uid ? interact(provider, uid, request, response) : callback(request, response);
    Promise.resolve(answer).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => {
    server.listen(Number(new URL(ISSUER).port), '127.0.0.1', resolve);
  });
  return () => {
    server.closeAllConnections();
    return new Promise((resolve) => {
      server.close(resolve);
    });
  };
}

async function interact(provider, uid, request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login' && request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(uid));
    return;
  }
  let result;
  if (prompt.name === 'login') {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    result = { login: { accountId: new URLSearchParams(body).get('who') } };
  } else {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    result = { consent: { grantId: await grant.save() } };
  }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}
