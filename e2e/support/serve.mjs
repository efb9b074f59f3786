// A page to try the helpers on, under a policy as strict as ours.
import { createServer } from "node:http";

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Serves one page at every address. */
export async function servePage(html) {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY }).end(html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
