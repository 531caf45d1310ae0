/**
 * The page that shows the API. It loads without a key, so that a newcomer sees where to put one; the document itself
 * is fetched with the key, and so is every request that is tried out. The key lives in the page only.
 */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Columba API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/page.css">
  </head>
  <body>
    <form id="unlock">
      <h1>Columba API</h1>
      <p>Give an API key to read the documentation and to try it out. The first key stands in the file
        <code>first-token</code> in the data folder.</p>
      <label>API key <input id="key" type="password" autocomplete="off" required></label>
      <button>Open</button>
      <p id="trouble" role="alert"></p>
    </form>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/page.js"></script>
  </body>
</html>
`;

export const DOCS_SCRIPT = `const form = document.getElementById('unlock');
const trouble = document.getElementById('trouble');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const key = document.getElementById('key').value.trim();
  const answer = await fetch('/docs/openapi.json', { headers: { 'X-Api-Key': key } });
  const body = await answer.json();
  if (!answer.ok) {
    trouble.textContent = body.detail;
    return;
  }
  form.hidden = true;
  SwaggerUIBundle({
    spec: body,
    dom_id: '#api',
    deepLinking: true,
    displayRequestDuration: true,
    requestInterceptor: (request) => {
      request.headers['X-Api-Key'] = key;
      return request;
    },
  });
});
`;

export const DOCS_STYLE = `body { margin: 0; font-family: system-ui, sans-serif; }
#unlock { max-width: 36rem; margin: 15vh auto; padding: 0 1rem; }
#unlock[hidden] { display: none; }
#unlock input { display: block; width: 100%; box-sizing: border-box; margin: .5rem 0; padding: .5rem; font: inherit; }
#unlock button { padding: .5rem 1.5rem; font: inherit; }
#trouble { color: #b00020; }
`;
